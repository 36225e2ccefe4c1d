// What a run could not test for want of a server: written down by the specs' processes, told in the closing lines.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { serverEnvironment } from '#tools/servers/environment.ts';

/** A server that can't be had, and why. */
export type Unavailable = { readonly skip: string };

declare module 'vitest' {
  interface ProvidedContext {
    /** Given by `servers-setup.ts`: the folder in which the processes of one run tell each other about servers. */
    servers?: { readonly directory: string };
  }
}

/** File of the run's folder that gathers the reasons, one line each. */
export const skipsFile = 'skips.txt';

/**
 * What a spec gets for a server that can't be had: a reason to skip, told again in the closing lines of the run.
 * With CI=true it throws instead, because a run that tested less must not look green.
 */
export const unavailable = (server: string, reason: string): Unavailable => {
  const sentence = `${server}: ${reason.replaceAll(/\s+/g, ' ').trim()}`;
  if (serverEnvironment().demanded) throw new Error(`CI=true demands every server. ${sentence}`);
  const run = inject('servers');
  if (run !== undefined) appendFileSync(join(run.directory, skipsFile), `${sentence}\n`);
  return { skip: sentence };
};

/** The reasons gathered in a run's folder, each once with the number of spec files that it silenced. */
export const gatheredSkips = (directory: string): string[] => {
  const file = join(directory, skipsFile);
  if (!existsSync(file)) return [];
  const counts = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean))
    counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, files]) => `${line} (${files} spec file${files === 1 ? '' : 's'})`);
};
