// recordDecision: hold the measures, decide, store once. It takes effect by its release.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { isoDate } from '#kernel/values/date.ts';
import { recordMeasureDecision } from '../domain/measure-decision.ts';
import type { IncentivesHandler } from '../handler.ts';
import { insertDecision } from '../store/insert-decision.ts';
import { lockMeasures } from '../store/lock-measures.ts';
import { decisionRecord } from './decision-record.ts';

/**
 * Records the decision of an organ on confirmed measures. DOCUMENT_UNKNOWN, DECISION_DATE_AHEAD, DECISION_DATE_EARLY,
 * MEASURE_UNKNOWN, ORGAN_NOT_COMPETENT, STATE_CONFLICT and DECIDED_RECORD_CHANGED as the domain says; ALREADY_EXISTS for the
 * same one again.
 */
export const recordDecision: IncentivesHandler<'recordDecision'> = async ({ body }, call) => {
  const { county, decision } = body;
  const today = await call.today(county);
  await requireDocuments(call, county, [decision.documentId]);
  const named = await lockMeasures(
    call.tx,
    call.caller,
    body.measures.map(({ measureId }) => measureId),
  );
  const draft = { ...body, decision: { ...decision, decidedOn: isoDate(decision.decidedOn) } };
  const recorded = taken(recordMeasureDecision(draft, named, { by: call.caller.subject, on: today }));
  if (!(await insertDecision(call.tx, recorded))) throw problem('ALREADY_EXISTS', { what: '审定' });
  call.about(recorded.id);
  return { status: 201, body: decisionRecord(recorded), etag: etagOf(recorded.version) };
};
