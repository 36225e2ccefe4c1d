// `node deploy/keycloak/build.ts [--check]`: writes the realm's files, or says whether they are current.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { developmentRealm } from './development-users.ts';
import type { JsonObject } from './json.ts';
import { realm } from './realm.ts';

const files: readonly (readonly [name: string, content: () => JsonObject])[] = [
  ['realm.json', realm],
  ['development-users.json', developmentRealm],
];

const exitStale = 1;
const root = join(import.meta.dirname, '../..');

/** The text as the formatter wants it, so that the files stand in the tree like any other. */
const textOf = (name: string, content: JsonObject): string => {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const given = JSON.stringify(content, null, 2);
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=deploy/keycloak/${name}`], {
    cwd: root,
    input: given,
    encoding: 'utf8',
  });
};

const main = (check: boolean): number => {
  let stale = 0;
  for (const [name, content] of files) {
    const path = join(import.meta.dirname, name);
    const text = textOf(name, content());
    if (!check) writeFileSync(path, text);
    else if (readFileSync(path, 'utf8') !== text) {
      process.stderr.write(`deploy/keycloak/${name} is not current: run node deploy/keycloak/build.ts\n`);
      stale += 1;
    }
  }
  return stale === 0 ? 0 : exitStale;
};

process.exitCode = main(process.argv.includes('--check'));
