// The reasons why specs were skipped, gathered in the run's folder by their processes and read by the reporter.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const file = 'skips.txt';

/** Notes one reason; each spec file that is silenced notes its own. */
export const noteSkip = (directory: string, sentence: string): void => {
  appendFileSync(join(directory, file), `${sentence}\n`);
};

/** The reasons noted in a run's folder, each once with the number of spec files that it silenced. */
export const gatheredSkips = (directory: string): string[] => {
  const path = join(directory, file);
  if (!existsSync(path)) return [];
  const counts = new Map<string, number>();
  for (const line of readFileSync(path, 'utf8').split('\n').filter(Boolean)) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, files]) => `${line} (${files} spec file${files === 1 ? '' : 's'})`);
};
