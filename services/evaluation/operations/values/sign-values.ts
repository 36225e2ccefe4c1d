// signValues.
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { signValues as decide, elementsOf } from '../../domain/collection.ts';
import type { EvaluationHandler } from '../../handler.ts';
import { progressOf } from '../../store/cycle-row.ts';
import { elementSources } from '../../store/element-sources.ts';
import { systemOf } from '../../store/indicator-system.ts';
import { newestBatch } from '../../store/newest-batch.ts';
import { insertSignature, signatureCount } from '../../store/value-signatures.ts';
import { wordCount } from '../../store/word-count.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { signatureRecord } from './value-records.ts';

/** The newest batch that is signed for: the one that was looked at, or the newest known. What isn't known here can't have been signed. */
const coveredPosition = (known: number | null, lookedAt: number | undefined): number | null => {
  if (lookedAt === undefined) return known;
  if (lookedAt <= (known ?? 0)) return lookedAt;
  throw problem('STATE_CONFLICT', { what: `观测值批次 ${lookedAt} `, state: '尚未到达', wanted: '已到达' });
};

/**
 * Signs the values of the caller's department, as far as they had come by a batch. ELEMENT_UNKNOWN, SOURCE_NOT_OWN also for a caller
 * without a department, and STATE_CONFLICT unless the cycle collects, or for a batch that is not known here yet: a moment later it is.
 */
export const signValues: EvaluationHandler<'signValues'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  const organisationId = call.caller.organisation;
  const elements = elementsOf(await systemOf(call.tx, cycle.indicator_system_id));
  const sources = await elementSources(call.tx, cycle.county, body.elementCodes);
  taken(decide(progressOf(cycle), body.elementCodes, { elements, sources, organisationId }));
  // What was decided above holds for no caller without a department.
  if (organisationId === undefined) throw new Error('A signature was accepted without a department.');
  const position = coveredPosition(await newestBatch(call.tx, cycle.county), body.position);
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
    position,
  });
  call.about(signature.id, cycle.county);
  return { status: 201, body: signatureRecord(signature) };
};
