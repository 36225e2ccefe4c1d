// recordDecision: the first of two persons enters what the organ decided.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { enterDecision } from '#kernel/values/recorded-decision.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { admitTeamGrades } from '../../domain/cycle.ts';
import { cycleStateNames } from '../../domain/state-names.ts';
import type { EvaluationCall, EvaluationHandler, Schemas } from '../../handler.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { insertDecision } from '../../store/decisions.ts';
import { jsonText } from '../../store/json-text.ts';
import { findProposal } from '../../store/proposals.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { decidedGrades } from '../grades/decided-grades.ts';
import { decisionRecord } from './decision-record.ts';

/** What a decision is about, checked as far as it can be before it is released, and the day since when it could be decided. */
interface Subject {
  readonly notBefore: IsoDate | undefined;
  readonly row: SubjectRow;
}

interface SubjectRow {
  readonly result_digest: string | null;
  readonly proposal_id: string | null;
  readonly proposal_version: number | null;
  readonly grades: string;
}

const unitResults = (cycle: CycleRow, { resultDigest }: Schemas['UnitResultDecisionDraft']): Subject => {
  if (cycle.state !== 'objections-decided')
    return taken(stateConflict('考核周期', cycleStateNames[cycle.state], cycleStateNames['objections-decided']));
  if (resultDigest !== cycle.result_digest) throw problem('DECIDED_RECORD_CHANGED', { what: '考核结果' });
  return {
    // The last answer to an objection may move what is decided.
    notBefore: cycle.objections_closed_on === null ? undefined : isoDate(cycle.objections_closed_on),
    row: { result_digest: resultDigest, proposal_id: null, proposal_version: null, grades: jsonText([]) },
  };
};

const teamGrades = async (
  call: EvaluationCall,
  cycle: CycleRow,
  { proposalId, proposalVersion, grades }: Schemas['TeamGradeDecisionDraft'],
): Promise<Subject> => {
  taken(admitTeamGrades(progressOf(cycle)));
  const proposal = await findProposal(call.tx, proposalId);
  if (proposal === undefined || proposal.cycle_id !== cycle.id)
    throw problem('VALUE_INVALID', { field: 'proposalId', reason: '该考核周期没有此等次建议' });
  decidedGrades(proposal, proposalVersion, grades);
  await requireDocuments(
    call,
    cycle.county,
    grades.map(({ documentId }) => documentId),
  );
  return {
    // No proposal is made before the unit results are approved.
    notBefore: isoDate(proposal.proposed_on),
    row: {
      result_digest: null,
      proposal_id: proposalId,
      proposal_version: proposalVersion,
      grades: jsonText(grades),
    },
  };
};

/**
 * Records a decision. What it is about is checked now and again at the release. CYCLE_UNKNOWN, DECISION_DATE_AHEAD, DECISION_DATE_EARLY
 * before the objections were closed or the grades proposed, DOCUMENT_UNKNOWN, DECIDED_RECORD_CHANGED, STATE_CONFLICT; of
 * team grades also VALUE_INVALID for another cycle's proposal, and what `decidedGrades` refuses. The same decision again is ALREADY_EXISTS.
 */
export const recordDecision: EvaluationHandler<'recordDecision'> = async ({ body }, call) => {
  const { county, cycleId, subject, decision } = body;
  const { cycle, today } = await heldCycle(call, cycleId, () => problem('CYCLE_UNKNOWN', { cycleId }));
  const about = body.subject === 'unit-results' ? unitResults(cycle, body) : await teamGrades(call, cycle, body);
  const act = { by: call.caller.subject, on: today };
  const { notBefore } = about;
  const entry = taken(enterDecision({ ...decision, decidedOn: isoDate(decision.decidedOn) }, act, { notBefore }));
  await requireDocuments(call, county, [decision.documentId]);
  const row = await insertDecision(call.tx, {
    ...about.row,
    county,
    id: businessId('result-decision', cycleId, subject, digestOf(body)),
    cycle_id: cycleId,
    subject,
    state: entry.state,
    version: 1,
    organ: decision.organ,
    document_id: decision.documentId,
    decided_on: decision.decidedOn,
    attachment_digest: decision.attachmentDigest,
    recorded_on: entry.recordedOn,
    recorded_by: entry.recordedBy,
    released_on: null,
    released_by: null,
  });
  if (row === undefined) throw problem('ALREADY_EXISTS', { what: '审定' });
  call.about(row.id);
  return { status: 201, body: decisionRecord(row), etag: etagOf(row.version) };
};
