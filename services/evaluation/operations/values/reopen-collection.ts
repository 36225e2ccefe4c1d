// reopenCollection: back to collecting before the final run, with a reason.

import { withdrawPull } from '#kernel/exchange/handover/withdraw.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { reopenCollection as decide } from '../../domain/cycle.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf, type Reopening } from '../../store/cycle-row.ts';
import { jsonText } from '../../store/json-text.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { wordCount } from '../../store/word-count.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { cycleRecord } from '../cycle/cycle-record.ts';

/**
 * Reopens the collection of a cycle without a final run; what was frozen or overruled stands in the reopening and counts no more, and
 * what was said and signed until now stays in the lists and counts no more. A set that is still being pulled is withdrawn.
 * STATE_CONFLICT while the cycle collects, and once it is scored.
 */
export const reopenCollection: EvaluationHandler<'reopenCollection'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const event = taken(decide(progressOf(cycle)));
  if (event.type !== 'CollectionReopened') throw new Error(`Reopening a collection gave ${event.type}.`);
  const { from } = event;
  const { overruled, observation_set_id: setId } = cycle;
  const reopening: Reopening = {
    reopenedOn: today,
    from,
    setId,
    reason: body.reason,
    overruled,
    wordsBefore: await wordCount(call.tx, cycle),
  };
  const saved = await saveCycle(call.tx, cycle, event, {
    values_confirmed_on: null,
    overruled: jsonText([]),
    reopenings: jsonText([...cycle.reopenings, reopening]),
    observation_set_id: null,
    observation_count: null,
    observation_digest: null,
    observation_unsigned: jsonText([]),
    frozen_on: null,
  });
  // A set that is still being pulled answers a freeze that is given up: whatever is wrong with it, nothing waits for it.
  if (setId !== null) await withdrawPull(call.tx, setId);
  await call.append({
    type: 'cn.jixiao.evaluation.CollectionReopened.v1',
    county: cycle.county,
    key: cycle.id,
    payload: { cycleId: cycle.id, reopenedOn: today, from, freezeNumber: cycle.freeze_number },
  });
  call.about(cycle.id, cycle.county);
  return { status: 200, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
