// Tidy: the style of the project as rules over its files. Each finding names its place and what to do.
import { dead } from './dead.ts';
import { imports } from './imports.ts';
import { language } from './language.ts';
import { lengths } from './lengths.ts';
import { lookups } from './lookups.ts';
import { type Finding, type Rule, readSources, type Source } from './source.ts';
import { specs } from './specs.ts';
import { opening, titles, words } from './words.ts';

/** The rules that look at one file at a time. */
export const rules: readonly Rule[] = [opening, lengths, language, imports, words, titles, specs];

/** All findings in a project's folder, by path and line. */
export function tidy(folder: string): Finding[] {
  return findingsIn(readSources(folder));
}

/** All findings in these files. */
export function findingsIn(sources: readonly Source[]): Finding[] {
  const findings = [
    ...sources.flatMap((source) => rules.flatMap((rule) => rule(source))),
    ...dead(sources),
    ...lookups(sources),
  ];
  return findings.toSorted((a, b) => a.path.localeCompare(b.path, 'en') || a.line - b.line);
}

if (import.meta.main) {
  const findings = tidy(process.cwd());
  for (const { path, line, what, todo } of findings) process.stdout.write(`${path}:${line}: ${what}. ${todo}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
