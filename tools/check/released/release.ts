// `npm run release`: freezes the contracts, the examples of events and the migrations as they are now. From then on they only grow.
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFlags } from '#tools/arguments.ts';
import { migrationDigests } from './migrations.ts';

readFlags('npm run release: freezes the contracts and migrations as they are now. It takes no arguments.');
const root = join(import.meta.dirname, '../../..');
const released = join(root, 'contracts/released');

for (const name of readdirSync(released).filter((each) => each.endsWith('.json')))
  copyFileSync(join(root, 'contracts/generated', name), join(released, name));
for (const name of readdirSync(join(root, 'contracts/examples/events')))
  copyFileSync(join(root, 'contracts/examples/events', name), join(released, 'examples', name));
writeFileSync(join(released, 'migrations.txt'), migrationDigests(root));
process.stdout.write(
  'The contracts and migrations are frozen as they are. Commit them with the number of the release.\n',
);
