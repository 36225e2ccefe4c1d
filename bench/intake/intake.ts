// Intake: a million observations by HTTP, each validated, against COPY of the same rows into the same table.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { freePort } from '#tools/servers/port.ts';
import { runChild, startChild } from '../support/child.ts';
import { type BenchDatabase, benchDatabase } from '../support/database.ts';
import { clientToken, write } from '../support/http.ts';
import { type Comparison, median, rounds } from '../support/median.ts';
import { county, period, today } from './tenant.ts';
import { catalogues, places, rowCount, writeRows } from './world.ts';

const table = 'indicators.observation';
const elementsAtATime = 200;
/** 300 MB. */
const peakMiBMax = 286;

/** The directory and the day, which other services would have sent. */
const plant = async (database: BenchDatabase): Promise<void> => {
  await database.query(
    `insert into indicators.directory_place (place_id, code, name, kind, parent_id, valid, recorded)
     select id, code, name, kind, parent, daterange('2000-01-01', null), tstzrange(now(), null)
     from jsonb_to_recordset($1::jsonb) as place (id uuid, code text, name text, kind text, parent uuid)`,
    [JSON.stringify(places())],
  );
  await database.query('set search_path = indicators');
  await database.query('select refresh_directory_closure()');
  await database.query('insert into business_day (county, date) values ($1, $2)', [county, today]);
  await database.query('analyze');
};

/** Writes the stored rows as COPY reads them, in the order in which they were sent. */
const writeStored = async (superuserUrl: string, file: string): Promise<void> => {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  const query = `select o.* from ${table} o join indicators.directory_place p on p.place_id = o.place_id
    order by o.element_code, p.code`;
  await pipeline(client.query(copyTo(`copy (${query}) to stdout`)), createWriteStream(file));
  await client.end();
};

/** Forgets what was taken, so that both sides begin with the same empty table. */
const empty = async (database: BenchDatabase): Promise<void> => {
  // The tables refuse it to everyone; a session that says it only replicates is not asked.
  await database.query('set session_replication_role = replica');
  await database.query(
    `truncate ${table}, indicators.observation_batch, indicators.rejected_row, indicators.idempotency`,
  );
  await database.query('delete from indicators.handover_set');
  await database.query('set session_replication_role = origin');
  await database.query('checkpoint');
};

interface Answer {
  readonly seconds: number;
  readonly answer: { readonly rowCount: number; readonly addedCount: number; readonly rejectedCount: number };
}

/** Measures both in turns. */
export const benchIntake = async (progress: (line: string) => void): Promise<Comparison> => {
  const folder = await mkdtemp(join(tmpdir(), `jixiao-bench-intake-${process.pid}-`));
  const [rows, stored] = [join(folder, 'rows.ndjson'), join(folder, 'rows.copy')];
  const database = await benchDatabase();
  await plant(database);
  await writeRows(rows);
  const [frontPort, servicePort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${frontPort}`;
  const issuer = `${url}/realms/jixiao`;
  const front = await startChild('bench/intake/front.ts', [String(frontPort), `http://127.0.0.1:${servicePort}`]);
  const service = await startChild('bench/intake/service.ts', [database.superuserUrl, issuer, String(servicePort)]);
  const send = async (name: string): Promise<number> => {
    const target = `${url}/api/v1/indicators/observation-batches?county=${county}&source=bench&period=${period}&mode=keep-good`;
    const token = await clientToken(issuer, 'province-platform');
    const { seconds, answer } = await runChild<Answer>('bench/intake/send.ts', [target, token, name, rows]);
    if (answer.addedCount !== rowCount) throw new Error(`Of ${answer.rowCount} rows ${answer.addedCount} were taken.`);
    return seconds;
  };
  const copy = async (): Promise<number> =>
    (await runChild<{ seconds: number }>('bench/intake/copy.ts', [database.superuserUrl, table, stored])).seconds;
  try {
    const token = await clientToken(issuer, 'svc-integration');
    for (const [part, elements] of catalogues(elementsAtATime).entries())
      await write(`${url}/api/v1/indicators/elements?county=${county}`, {
        method: 'PUT',
        token,
        key: `bench-elements-${part}`,
        body: { elements },
      });
    await send('bench-warm-up');
    await writeStored(database.superuserUrl, stored);
    const measured: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 1; round <= rounds; round += 1) {
      await empty(database);
      measured.theirs.push(await copy());
      await empty(database);
      measured.ours.push(await send(`bench-intake-${round}`));
      const [ours, theirs] = [measured.ours.at(-1) ?? 0, measured.theirs.at(-1) ?? 0];
      progress(`intake, round ${round} of ${rounds}: ${ours.toFixed(1)} against ${theirs.toFixed(1)} seconds`);
    }
    const frontMiB = front.peakMiB();
    return {
      name: 'Intake',
      ours: `${rowCount.toLocaleString('en')} observations by HTTP, validated`,
      against: 'COPY of the same rows into the same table, as superuser',
      unit: 'seconds',
      oursMedian: median(measured.ours),
      againstMedian: median(measured.theirs),
      bound: { kind: 'at-most', ratio: 2.5 },
      peakMiB: service.peakMiB(),
      peakMiBMax,
      notes: [`the gateway that passes the rows on has a process of its own here, with a peak of ${frontMiB} MiB`],
    };
  } finally {
    await front.stop();
    await service.stop();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
};
