// Gateway: one resource read with a verified token through gateway, action and service, against bare Express and pg.
import { runChild, startChild } from '../support/child.ts';
import { type Comparison, median, rounds } from '../support/median.ts';
import type { SystemReady } from './system.ts';

const warmUpSeconds = 2;
const measuredSeconds = 4;

const load = async (url: string, token: string, seconds: number): Promise<number> =>
  (await runChild<{ perSecond: number }>('bench/gateway/load.ts', [url, token, String(seconds)])).perSecond;

/** Measures both in turns. */
export const benchGateway = async (progress: (line: string) => void): Promise<Comparison> => {
  const system = await startChild<SystemReady>('bench/gateway/system.ts');
  const { url, token, documentPath, databaseUrl, documentId } = system.ready;
  const bare = await startChild<{ url: string; documentPath: string }>('bench/gateway/bare.ts', [
    databaseUrl,
    documentId,
  ]);
  try {
    const ours = (seconds: number): Promise<number> => load(`${url}${documentPath}`, token, seconds);
    const theirs = (seconds: number): Promise<number> =>
      load(`${bare.ready.url}${bare.ready.documentPath}`, '', seconds);
    await ours(warmUpSeconds);
    await theirs(warmUpSeconds);
    const measured: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 1; round <= rounds; round += 1) {
      measured.ours.push(await ours(measuredSeconds));
      measured.theirs.push(await theirs(measuredSeconds));
      const [us, them] = [measured.ours, measured.theirs].map((rates) => Math.round(rates.at(-1) ?? 0));
      progress(`gateway, round ${round} of ${rounds}: ${us} against ${them} requests a second`);
    }
    return {
      name: 'Gateway',
      ours: 'read of a document with a verified token through gateway, action and service',
      against: 'bare Express and pg with the same query',
      unit: 'requests a second',
      oursMedian: median(measured.ours),
      againstMedian: median(measured.theirs),
      bound: { kind: 'at-least', ratio: 0.4 },
      peakMiB: system.peakMiB(),
      notes: [`the peer's peak is ${bare.peakMiB()} MiB; PostgreSQL, load and server share the machine's cores`],
    };
  } finally {
    await bare.stop();
    await system.stop();
  }
};
