// sendObservationBatch: stage the stream, judge its rows all at once, keep the good ones, announce.

import { allowForBulk } from '#kernel/database/allow-bulk.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { type Period, periodBounds, periodKind, period as periodOf } from '#kernel/values/period.ts';
import { type BatchMode, decideBatch } from '../domain/batch-outcome.ts';
import type { IndicatorsCall, IndicatorsHandler } from '../handler.ts';
import { rejectedRowsOf } from '../intake/rejected-rows.ts';
import { departmentOf, senderOf } from '../intake/sender.ts';
import { type StagedBatch, stageRows } from '../intake/stage-rows.ts';
import { type RejectedRow, rejectedRowsMax } from '../intake/tally.ts';
import { takePosition } from '../store/batch-position.ts';
import { findSameBatch } from '../store/find-batch.ts';
import { insertBatch, insertRejectedRows } from '../store/insert-batch.ts';
import { judgeRows } from '../store/judge-rows.ts';
import { countSuperseding, keepRows } from '../store/keep-rows.ts';
import { listBadRows } from '../store/list-bad-rows.ts';
import { lockPeriod } from '../store/lock-observations.ts';
import type { BatchRecord } from '../store/observation-batch-row.ts';
import { batchSetNumber, insertBatchSet } from '../store/observation-set.ts';
import { batchRecord } from './batch-record.ts';
import { forOneDay } from './for-one-day.ts';

/** What the sender says of a batch, who it is, and the day for which the rows are judged. */
interface Sending {
  readonly county: string;
  readonly source: string;
  readonly sender: string;
  readonly period: Period;
  readonly mode: BatchMode;
  readonly today: IsoDate;
  readonly periodBegin: IsoDate;
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
      ...(batch.position === null ? {} : { position: batch.position }),
    },
  });
};

/** What is kept of a batch; its batch is not stored yet. */
interface Kept {
  readonly batch: BatchRecord;
  readonly listed: readonly RejectedRow[];
  /** Of the batch's set. */
  readonly setDigest: string;
}

const keep = async (call: IndicatorsCall, sending: Sending, found: Findings, attempt: number): Promise<Kept> => {
  const { county, source, sender, period, periodEnd, mode, today } = sending;
  const { digest, tally } = found.staged;
  const outcome = decideBatch(mode, { rows: tally.rows(), rejected: found.rejected });
  const id = businessId('observation-batch', county, source, sender, period, digest, String(attempt));
  const as = { county, period, periodEnd, batchId: id, recordedOn: today };
  const kept = outcome.keeps ? await keepRows(call.client, as) : { count: 0, digest: '' };
  const superseded = kept.count === 0 ? 0 : await countSuperseding(call.tx, as);
  const batch: BatchRecord = {
    id,
    county,
    source,
    sender,
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
    blankCount: tally.blanks(),
    setId: kept.count === 0 ? null : businessId('observation-set', id),
    receivedOn: today,
    position: kept.count === 0 ? null : await takePosition(call.tx, county),
  };
  return { batch, listed: found.listed, setDigest: kept.digest };
};

/** Judges the staged rows by a day and keeps the good ones; or gives the batch that they were before, where nothing would change. */
const take = async (call: IndicatorsCall, sending: Sending, staged: StagedBatch): Promise<Kept | BatchRecord> => {
  const { county, source, sender, period, periodBegin, mode, today } = sending;
  if (periodBegin > today) throw problem('PERIOD_AHEAD', { period, today });
  const before = await findSameBatch(call.tx, { county, source, sender, period, digest: staged.digest });
  if (before?.state === 'accepted') return before;
  const found = await judge(call, sending, staged);
  const { keeps } = decideBatch(mode, { rows: staged.tally.rows(), rejected: found.rejected });
  const fresh = keeps ? staged.tally.rows() - found.rejected - found.unchanged : 0;
  if (before !== undefined && endsAsBefore(before, sending, found, fresh)) return before;
  return keep(call, sending, found, (before?.attempt ?? 0) + 1);
};

const store = async (call: IndicatorsCall, { batch, listed, setDigest }: Kept): Promise<void> => {
  await insertBatch(call.tx, batch);
  await insertRejectedRows(call.tx, batch, listed);
  if (batch.setId !== null) await announce(call, batch, batch.setId, setDigest);
};

/**
 * Takes a stream of observations of one county, source and period. Bytes of the sender that were wholly taken before answer 200
 * and change nothing; bytes of which rows were refused are judged anew, since a unit or an element may be known by now.
 * BATCH_UNREADABLE, BATCH_TOO_LONG, and PERIOD_AHEAD for a period that has not begun.
 */
export const sendObservationBatch: IndicatorsHandler<'sendObservationBatch'> = async ({ query }, call) => {
  const { county, source, mode } = query;
  const period = periodOf(query.period);
  if (call.stream === undefined) throw new Error('A batch came without its stream.');
  await allowForBulk(call.tx);
  const staged = await stageRows(call.client, call.stream, { county, period });
  await lockPeriod(call.tx, county, period);
  const { from: periodBegin, to: periodEnd } = periodBounds(period);
  const sent = { county, source, sender: senderOf(call.caller), period, mode, periodBegin, periodEnd };
  const taken = await forOneDay(call, county, (today) => take(call, { ...sent, today }, staged));
  if (!('batch' in taken)) {
    call.about(taken.id);
    return { status: 200, body: batchRecord(taken) };
  }
  await store(call, taken);
  call.about(taken.batch.id);
  return { status: 201, body: batchRecord(taken.batch) };
};
