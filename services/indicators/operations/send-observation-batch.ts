// sendObservationBatch: stage the stream, judge its rows all at once, keep the good ones, announce.
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { type Period, periodBounds, periodKind, period as periodOf } from '#kernel/values/period.ts';
import { type BatchMode, decideBatch } from '../domain/batch-outcome.ts';
import type { IndicatorsCall, IndicatorsHandler } from '../handler.ts';
import { rejectedRowsOf } from '../intake/rejected-rows.ts';
import { departmentOf } from '../intake/sender.ts';
import { type StagedBatch, stageRows } from '../intake/stage-rows.ts';
import { type RejectedRow, rejectedRowsMax } from '../intake/tally.ts';
import { findSameBatch } from '../store/find-batch.ts';
import { insertBatch, insertRejectedRows } from '../store/insert-batch.ts';
import { judgeRows } from '../store/judge-rows.ts';
import { countSuperseding, keepRows } from '../store/keep-rows.ts';
import { listBadRows } from '../store/list-bad-rows.ts';
import { allowForBulk, lockPeriod } from '../store/lock-observations.ts';
import type { BatchRecord } from '../store/observation-batch-row.ts';
import { batchSetNumber, insertBatchSet } from '../store/observation-set.ts';
import { batchRecord } from './batch-record.ts';

/** What the sender says of a batch, and the day on which it came. */
interface Sending {
  readonly county: string;
  readonly source: string;
  readonly period: Period;
  readonly mode: BatchMode;
  readonly today: IsoDate;
  readonly periodEnd: IsoDate;
}

/** What was found in a batch. */
interface Findings {
  readonly staged: StagedBatch;
  readonly rejected: number;
  readonly unchanged: number;
  readonly listed: readonly RejectedRow[];
}

const judge = async (call: IndicatorsCall, sending: Sending, staged: StagedBatch): Promise<Findings> => {
  const { county, period } = sending;
  const verdicts = await judgeRows(call.tx, {
    ...sending,
    periodKind: periodKind(period),
    sender: call.caller,
    department: departmentOf(call.caller),
  });
  const bad = verdicts.rejected === 0 ? [] : await listBadRows(call.tx, county, rejectedRowsMax);
  return {
    staged,
    rejected: staged.tally.rejected() + verdicts.rejected,
    unchanged: verdicts.unchanged,
    listed: rejectedRowsOf(staged.tally.listed(), bad, sending),
  };
};

/** Whether a batch would end as the same bytes ended before: nothing new is kept, and as many rows are refused. */
const endsAsBefore = (before: BatchRecord | undefined, { mode }: Sending, found: Findings, fresh: number): boolean =>
  before !== undefined && fresh === 0 && before.mode === mode && before.rejectedCount === found.rejected;

const announce = async (call: IndicatorsCall, batch: BatchRecord, setId: string, digest: string): Promise<void> => {
  const { id, county, source, period } = batch;
  const count = batch.addedCount + batch.supersededCount;
  await insertBatchSet(call.tx, { id: setId, batchId: id, county, count, digest });
  await call.append({
    type: 'cn.jixiao.indicators.ObservationBatchAccepted.v1',
    county,
    key: id,
    payload: {
      batchId: id,
      setId,
      number: batchSetNumber,
      count,
      digest,
      source,
      period,
      rejectedCount: batch.rejectedCount,
    },
  });
};

const take = async (call: IndicatorsCall, sending: Sending, found: Findings, attempt: number): Promise<BatchRecord> => {
  const { county, source, period, periodEnd, mode, today } = sending;
  const { digest, tally } = found.staged;
  const outcome = decideBatch(mode, { rows: tally.rows(), rejected: found.rejected });
  const id = businessId('observation-batch', county, source, period, digest, String(attempt));
  const as = { county, period, periodEnd, batchId: id, recordedOn: today };
  const kept = outcome.keeps ? await keepRows(call.client, as) : { count: 0, digest: '' };
  const superseded = kept.count === 0 ? 0 : await countSuperseding(call.tx, as);
  const setId = kept.count === 0 ? null : businessId('observation-set', id);
  const batch: BatchRecord = {
    id,
    county,
    source,
    period,
    mode,
    state: outcome.state,
    digest,
    attempt,
    rowCount: tally.rows(),
    addedCount: kept.count - superseded,
    supersededCount: superseded,
    unchangedCount: outcome.keeps ? found.unchanged : 0,
    rejectedCount: found.rejected,
    setId,
    receivedOn: today,
  };
  await insertBatch(call.tx, batch);
  await insertRejectedRows(call.tx, batch, found.listed);
  if (setId !== null) await announce(call, batch, setId, kept.digest);
  return batch;
};

/**
 * Takes a stream of observations of one county, source and period. Bytes that were wholly taken before answer 200 and change
 * nothing; bytes of which rows were refused are judged anew, since a unit or an element may be known by now. BATCH_UNREADABLE,
 * BATCH_TOO_LONG, and PERIOD_AHEAD for a period that has not begun.
 */
export const sendObservationBatch: IndicatorsHandler<'sendObservationBatch'> = async ({ query }, call) => {
  const { county, source, mode } = query;
  const period = periodOf(query.period);
  if (call.stream === undefined) throw new Error('A batch came without its stream.');
  await allowForBulk(call.tx);
  const staged = await stageRows(call.client, call.stream, { county, period });
  await lockPeriod(call.tx, county, period);
  // The day is held against moving: only now, since a stream may take long to come.
  const today = await call.today(county);
  const bounds = periodBounds(period);
  if (bounds.from > today) throw problem('PERIOD_AHEAD', { period, today });
  const before = await findSameBatch(call.tx, { county, source, period, digest: staged.digest });
  if (before?.state === 'accepted') {
    call.about(before.id);
    return { status: 200, body: batchRecord(before) };
  }
  const sending = { county, source, period, mode, today, periodEnd: bounds.to };
  const found = await judge(call, sending, staged);
  const { keeps } = decideBatch(mode, { rows: staged.tally.rows(), rejected: found.rejected });
  const fresh = keeps ? staged.tally.rows() - found.rejected - found.unchanged : 0;
  if (before !== undefined && endsAsBefore(before, sending, found, fresh)) {
    call.about(before.id);
    return { status: 200, body: batchRecord(before) };
  }
  const batch = await take(call, sending, found, (before?.attempt ?? 0) + 1);
  call.about(batch.id);
  return { status: 201, body: batchRecord(batch) };
};
