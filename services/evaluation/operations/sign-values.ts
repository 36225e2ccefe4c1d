// signValues.
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { signValues as decide, elementsOf } from '../domain/collection.ts';
import type { EvaluationHandler } from '../handler.ts';
import { progressOf } from '../store/cycle-row.ts';
import { elementSources } from '../store/element-sources.ts';
import { systemOf } from '../store/indicator-system.ts';
import { insertSignature, signatureCount } from '../store/value-signatures.ts';
import { wordCount } from '../store/word-count.ts';
import { heldCycle } from './cycle-of.ts';
import { signatureRecord } from './value-records.ts';

/**
 * Signs the values of the caller's department. ELEMENT_UNKNOWN, SOURCE_NOT_OWN also for a caller without a department, and
 * STATE_CONFLICT unless the cycle collects.
 */
export const signValues: EvaluationHandler<'signValues'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  const organisationId = call.caller.organisation;
  const elements = elementsOf(await systemOf(call.tx, cycle.indicator_system_id));
  const sources = await elementSources(call.tx, cycle.county, body.elementCodes);
  taken(decide(progressOf(cycle), body.elementCodes, { elements, sources, organisationId }));
  // What was decided above holds for no caller without a department.
  if (organisationId === undefined) throw new Error('A signature was accepted without a department.');
  const number = (await signatureCount(call.tx, cycle.id, organisationId)) + 1;
  const signature = await insertSignature(call.tx, {
    county: cycle.county,
    id: businessId('value-signature', cycle.id, organisationId, String(number)),
    cycle_id: cycle.id,
    ordinal: (await wordCount(call.tx, cycle)) + 1,
    organisation_id: organisationId,
    number,
    element_codes: [...body.elementCodes].sort(),
    signed_on: today,
    signed_by: call.caller.subject,
  });
  call.about(signature.id, cycle.county);
  return { status: 201, body: signatureRecord(signature) };
};
