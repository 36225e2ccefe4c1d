// `npm run bench`: comparisons as ratios of one run. With names, only those. With --json FILE, the figures as data too.
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { benchDurable } from './durable/durable.ts';
import { benchGateway } from './gateway/gateway.ts';
import { benchIntake } from './intake/intake.ts';
import { type Comparison, keeps, linesOf, ratioOf } from './support/median.ts';

const GIB = 1_024 ** 3;
const benches: Readonly<Record<string, (progress: (line: string) => void) => Promise<Comparison>>> = {
  gateway: benchGateway,
  durable: benchDurable,
  intake: benchIntake,
};

const words = process.argv.slice(2);
const jsonAt = words.indexOf('--json');
const file = jsonAt === -1 ? undefined : words[jsonAt + 1];
const wanted = words.filter((_, index) => jsonAt === -1 || (index !== jsonAt && index !== jsonAt + 1));
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0 || (jsonAt !== -1 && file === undefined)) {
  process.stderr.write(`Usage: npm run bench -- [${Object.keys(benches).join('] [')}] [--json FILE]\n`);
  process.exit(exitCodes.usage);
}
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

say(`${cpus().length} cores, ${Math.round(totalmem() / GIB)} GiB, Node ${process.version}`);
const comparisons: Comparison[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  comparisons.push(await bench(say));
}
for (const comparison of comparisons) for (const line of linesOf(comparison)) say(line);
if (file !== undefined)
  writeFileSync(
    file,
    `${JSON.stringify(
      comparisons.map((one) => ({ ...one, ratio: ratioOf(one), kept: keeps(one) })),
      null,
      2,
    )}\n`,
  );
// A ratio that is not kept is told, not failed: the figures of a busy machine prove nothing about the code.
