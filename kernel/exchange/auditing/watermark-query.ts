// Asking for watermarks over the bus: a lossy, idempotent question and its answer (exchange rule E10).
import type { Bus, Listener } from '#kernel/bus/port.ts';
import { readWatermarks, type WatermarkReport } from '#kernel/exchange/consuming/watermark.ts';
import type { Transactor } from '#kernel/exchange/transactor.ts';
import type { AskWatermarks } from './auditor.ts';

const subjectOf = (consumer: string): string => `watermarks.${consumer}`;

const isReport = (value: unknown): value is WatermarkReport =>
  typeof value === 'object' &&
  value !== null &&
  'incarnation' in value &&
  typeof value.incarnation === 'string' &&
  'shard' in value &&
  Number.isSafeInteger(value.shard) &&
  'position' in value &&
  Number.isSafeInteger(value.position) &&
  'digest' in value &&
  typeof value.digest === 'string';

/** Asks consumers for their watermarks of a source. What is no answer counts as none. */
export const askWatermarksOver =
  (bus: Bus, source: string, timeoutMs: number): AskWatermarks =>
  async (consumer) => {
    const answer = await bus.ask(subjectOf(consumer), new TextEncoder().encode(source), timeoutMs);
    if (answer === undefined) return undefined;
    const value: unknown = JSON.parse(new TextDecoder().decode(answer));
    return Array.isArray(value) && value.every(isReport) ? value : undefined;
  };

/** Answers for a consumer, from its database. Any instance of the service may. */
export const answerWatermarks = (bus: Bus, consumer: string, database: Transactor): Listener =>
  bus.onAsk(subjectOf(consumer), async (data) => {
    const source = new TextDecoder().decode(data);
    const reports = await database.read('exchange', (tx) => readWatermarks(tx, consumer, source));
    return new TextEncoder().encode(JSON.stringify(reports));
  });
