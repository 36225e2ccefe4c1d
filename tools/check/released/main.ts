// Holds the current contracts against those that were released: what a partner relies on may only grow.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { breaksBetween } from './compare.ts';
import { type Break, schemaBreaks } from './schema-breaks.ts';

const root = join(import.meta.dirname, '../../..');
const released = join(root, 'contracts/released');
const generated = join(root, 'contracts/generated');

const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

/** A reader of events takes what it knows: a released payload may gain optional fields and lose nothing (exchange rule E19). */
const eventBreaks = (before: Record<string, unknown>, after: Record<string, unknown>): Break[] =>
  Object.entries(before).flatMap(([type, entry]) => {
    const successor = after[type];
    if (successor === undefined) return [{ where: type, what: 'the event is gone' }];
    const schemaOf = (value: unknown): unknown => (value as { schema: unknown }).schema;
    return schemaBreaks(
      { document: {}, schema: schemaOf(entry) },
      { document: {}, schema: schemaOf(successor) },
      'read',
      type,
    );
  });

const names = readdirSync(released).filter((name) => name.endsWith('.json'));
const breaks = names.flatMap((name) => {
  const [before, after] = [read(join(released, name)), read(join(generated, name))];
  const found = name === 'events.json' ? eventBreaks(before, after) : breaksBetween(before, after);
  return found.map((one) => `contracts/${name}: ${one.where}: ${one.what}`);
});
for (const line of breaks) console.error(line);
if (breaks.length > 0) {
  console.error('A released contract only grows. Make a new version of the operation or event beside the old one.');
  process.exitCode = 1;
}
