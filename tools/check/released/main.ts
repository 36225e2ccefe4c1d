// Holds the current contracts and migrations against those that were released: what others rely on may only grow.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breaksBetween, eventBreaksBetween } from './compare.ts';
import { migrationBreaks } from './migrations.ts';
import { type Fields, fieldsOf } from './schema.ts';

const root = join(import.meta.dirname, '../../..');
const released = join(root, 'contracts/released');
const generated = join(root, 'contracts/generated');

const read = (path: string): Fields => fieldsOf(JSON.parse(readFileSync(path, 'utf8')));

const names = readdirSync(released).filter((name) => name.endsWith('.json'));
const breaks = names.flatMap((name) => {
  const between = name === 'events.json' ? eventBreaksBetween : breaksBetween;
  return between(read(join(released, name)), read(join(generated, name))).map(
    (one) => `contracts/${name}: ${one.where}: ${one.what}`,
  );
});
for (const line of breaks) console.error(line);
if (breaks.length > 0) {
  console.error(
    'A released contract only grows. Add an optional field, or make a new version of the operation or event beside the old one.',
  );
  process.exitCode = 1;
}

const edited = migrationBreaks(root, readFileSync(join(released, 'migrations.txt'), 'utf8'));
for (const line of edited) console.error(line);
if (edited.length > 0) {
  console.error(
    'A released migration stays as it is, since databases have run it. Write the change as the next number.',
  );
  process.exitCode = 1;
}
