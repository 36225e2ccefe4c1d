// closeCollection.

import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { checkOverruled, collectionFacts, elementsOf } from '../domain/collection.ts';
import { closeCollection as decide } from '../domain/cycle.ts';
import type { EvaluationHandler } from '../handler.ts';
import { progressOf } from '../store/cycle-row.ts';
import { systemOf } from '../store/indicator-system.ts';
import { jsonText } from '../store/json-text.ts';
import { unitsOf } from '../store/list-units.ts';
import { saveCycle } from '../store/save-cycle.ts';
import { lastWords } from '../store/value-confirmations.ts';
import { signaturesOf } from '../store/value-signatures.ts';
import { heldCycle } from './cycle-of.ts';
import { cycleRecord } from './cycle-record.ts';

/** Closes the collection of a cycle: SIGNATURES_MISSING, CONFIRMATIONS_MISSING, DISPUTES_OPEN, STATE_CONFLICT out of order. */
export const closeCollection: EvaluationHandler<'closeCollection'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  call.requireVersion(cycle.version);
  const signatures = await signaturesOf(call.tx, cycle.id);
  const words = await lastWords(call.tx, cycle.id);
  const facts = collectionFacts({
    elements: elementsOf(await systemOf(call.tx, cycle.indicator_system_id)),
    signed: new Set(signatures.flatMap((signature) => signature.element_codes)),
    unitIds: (await unitsOf(call.tx, cycle.id)).map(({ id }) => id),
    lastWords: words,
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
      confirmations: words.size - facts.disputedUnits.length,
      overruled: facts.disputedUnits.length,
      confirmedOn: today,
    },
  });
  call.about(cycle.id, cycle.county);
  return { status: 200, body: cycleRecord(saved), etag: etagOf(saved.version) };
};
