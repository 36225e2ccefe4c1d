// listTeamGrades.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { EvaluationHandler, Schemas } from '../../handler.ts';
import { listTeamGradesOf, type TeamGradeRow } from '../../store/team-grades.ts';
import { cycleOf } from '../cycle/cycle-of.ts';

const recordOf = (row: TeamGradeRow): Schemas['TeamGrade'] => ({
  id: row.id,
  cycleId: row.cycle_id,
  teamId: row.team_id,
  organisationId: row.organisation_id,
  placeId: row.place_id,
  unitId: row.unit_id,
  version: row.version,
  computedGrade: row.computed_grade as Schemas['Grade'],
  decidedGrade: row.decided_grade as Schemas['Grade'],
  reason: row.reason,
  documentId: row.document_id,
  decisionId: row.decision_id,
  decidedOn: row.decided_on,
  supersedes: row.supersedes,
});

/** The decided grades within the caller's places, by place code. */
export const listTeamGrades: EvaluationHandler<'listTeamGrades'> = async ({ path, query }, call) => {
  const cycle = await cycleOf(call, path.cycleId);
  const page = pageOf(query, ['text', 'id']);
  const rows = await listTeamGradesOf(call.tx, call.caller, cycle.id, page);
  return { status: 200, body: paged(rows, page, (row) => [row.place_code, row.id], recordOf) };
};
