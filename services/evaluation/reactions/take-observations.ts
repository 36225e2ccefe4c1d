// ObservationSetPublished: the cycle's observations are pulled, checked and frozen (exchange rule E14).
import { requestPull } from '#kernel/exchange/handover/request.ts';
import { takeObservationSet } from '../domain/cycle.ts';
import type { EvaluationReaction, EvaluationSwitch } from '../handler.ts';
import { progressOf } from '../store/cycle-row.ts';
import { lockCycle } from '../store/find-cycle.ts';
import { announceSet, cycleOfSet, insertFrozen } from '../store/frozen-observations.ts';
import { saveCycle } from '../store/save-cycle.ts';

/** The kind under which a cycle's observations are pulled: the key of their switch. */
export const observationSetKind = 'cycle-observations';

// A set supersedes those of its kind that have a smaller number. Which of a cycle's sets counts is said by its row, and no cycle's set
// replaces another's.
const observationSetNumber = 1;

/**
 * Asks for the set of a cycle whose freeze was ordered. A set for any other cycle was not asked for, and is passed over, as is one that
 * answers an earlier freeze: the collection was reopened since.
 */
export const requestObservations: EvaluationReaction<'cn.jixiao.indicators.ObservationSetPublished.v1'> = async (
  event,
  call,
) => {
  const { cycleId, setId, count, digest, freezeNumber, unsigned = [] } = event.payload;
  const cycle = await lockCycle(call.tx, cycleId);
  // An answer of the first contract may name no freeze: there was only one (E19).
  const answers = freezeNumber === undefined || freezeNumber === cycle?.freeze_number;
  if (cycle?.state !== 'freezing' || cycle.observation_set_id !== null || !answers) {
    call.log.warn({ cycleId, setId }, 'a set of observations was published that no freeze is waiting for');
    return;
  }
  await announceSet(call.tx, cycle, { setId, count, digest, unsigned });
  await requestPull(call.tx, event, {
    id: setId,
    kind: observationSetKind,
    number: observationSetNumber,
    county: cycle.county,
    count,
    digest,
  });
};

/**
 * Freezes the cycle by the pulled set. A row of no unit of the cycle would be lost, so that the whole set is refused for it. A set that
 * no cycle waits for any more is dropped: its collection was reopened while it was pulled.
 */
export const switchObservations: EvaluationSwitch = async (set, call) => {
  const cycleId = await cycleOfSet(call.tx, set.id);
  const cycle = cycleId === undefined ? undefined : await lockCycle(call.tx, cycleId);
  if (cycle?.observation_set_id !== set.id) {
    call.log.warn({ cycleId, setId: set.id }, 'a set of observations was pulled that no cycle waits for any more');
    return;
  }
  const taken = await insertFrozen(call.tx, cycle, set.id);
  const announced = { setId: set.id, count: set.count, digest: set.digest };
  const frozen = takeObservationSet(progressOf(cycle), announced, { count: taken, digest: set.digest });
  if (!frozen.ok) throw new Error(`${frozen.refusal.code} ${JSON.stringify(frozen.refusal.params)}`);
  await saveCycle(call.tx, cycle, frozen.value, { frozen_on: call.businessDate });
  await call.append({
    type: 'cn.jixiao.evaluation.CycleFrozen.v1',
    key: cycle.id,
    payload: { cycleId: cycle.id, ...announced, frozenOn: call.businessDate },
  });
};
