// closeCollection.

import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { checkOverruled, collectionFacts, sinceReopening } from '../../domain/closure.ts';
import { closeCollection as decide } from '../../domain/cycle.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf, wordsBefore } from '../../store/cycle-row.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { jsonText } from '../../store/json-text.ts';
import { unitsOf } from '../../store/list-units.ts';
import { saveCycle } from '../../store/save-cycle.ts';
import { wordsOf } from '../../store/value-confirmations.ts';
import { signaturesOf } from '../../store/value-signatures.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { cycleRecord } from '../cycle/cycle-record.ts';

/**
 * Closes the collection of a cycle by what was said and signed since it was reopened: SIGNATURES_MISSING, CONFIRMATIONS_MISSING,
 * DISPUTES_OPEN, SIGNATURES_OUTDATED where nobody signed since a dispute that was withdrawn, VALUE_INVALID for an overruling of what
 * is not disputed, STATE_CONFLICT out of order.
 */
export const closeCollection: EvaluationHandler<'closeCollection'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const signatures = sinceReopening(await signaturesOf(call.tx, cycle.id), wordsBefore(cycle));
  const facts = collectionFacts({
    system: await systemOf(call.tx, cycle.indicator_system_id),
    unitIds: (await unitsOf(call.tx, cycle.id)).map(({ id }) => id),
    signatures,
    words: sinceReopening(await wordsOf(call.tx, cycle.id), wordsBefore(cycle)),
  });
  const overruled = body.overruled.map(({ unitId }) => unitId);
  const event = taken(decide(progressOf(cycle), facts, overruled));
  taken(checkOverruled(facts, overruled));
  const saved = await saveCycle(call.tx, cycle, event, {
    values_confirmed_on: today,
    overruled: jsonText(body.overruled),
  });
  await call.append({
    type: 'cn.jixiao.evaluation.ValuesConfirmed.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      signatures: signatures.length,
      confirmations: cycle.unit_count - facts.disputedUnits.length,
      overruled: overruled.length,
      confirmedOn: today,
      // Each confirmation after the first follows a reopening.
      number: cycle.reopenings.length + 1,
    },
  });
  call.about(cycle.id, cycle.county);
  return { status: 200, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
