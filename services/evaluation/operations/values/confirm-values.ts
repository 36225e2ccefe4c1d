// confirmValues.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { admitWord, checkDisputes } from '../../domain/collection.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf } from '../../store/cycle-row.ts';
import { findUnit } from '../../store/find-unit.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { jsonText } from '../../store/json-text.ts';
import { confirmationCount, insertConfirmation } from '../../store/value-confirmations.ts';
import { wordCount } from '../../store/word-count.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { confirmationRecord } from './value-records.ts';

/**
 * Records what a unit says about its values. NOT_FOUND for a unit outside the caller's places, STATE_CONFLICT unless the cycle collects,
 * INDICATOR_UNKNOWN and DOCUMENT_UNKNOWN for what a dispute names.
 */
export const confirmValues: EvaluationHandler<'confirmValues'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  const unit = await findUnit(call.tx, call.caller, { cycleId: cycle.id, unitId: body.unitId });
  if (unit === undefined) throw problem('NOT_FOUND', { what: '考核单位' });
  taken(admitWord(progressOf(cycle)));
  const disputes = body.outcome === 'disputed' ? body.disputes : [];
  taken(checkDisputes(await systemOf(call.tx, cycle.indicator_system_id), disputes));
  await requireDocuments(
    call,
    cycle.county,
    disputes.map(({ documentId }) => documentId),
  );
  const number = (await confirmationCount(call.tx, unit.id)) + 1;
  const row = await insertConfirmation(call.tx, {
    county: cycle.county,
    id: businessId('value-confirmation', unit.id, String(number)),
    cycle_id: cycle.id,
    ordinal: (await wordCount(call.tx, cycle)) + 1,
    unit_id: unit.id,
    number,
    outcome: body.outcome,
    disputes: jsonText(disputes),
    said_on: today,
    said_by: call.caller.subject,
  });
  call.about(row.id, cycle.county);
  return { status: 201, body: confirmationRecord({ ...row, place_id: unit.place_id }) };
};
