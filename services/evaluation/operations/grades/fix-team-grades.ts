// The effect of a released decision on team grades: each team's computed and decided grade, side by side.

import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { admitTeamGrades } from '../../domain/cycle.ts';
import type { TeamGrade } from '../../domain/grading/decide-team-grades.ts';
import type { EvaluationCall } from '../../handler.ts';
import { progressOf } from '../../store/cycle-row.ts';
import { gradesOf } from '../../store/decision-row.ts';
import { findProposal, type ProposalRow, saveProposal } from '../../store/proposals.ts';
import { insertTeamGrades } from '../../store/team-grades.ts';
import type { Release } from '../decisions/approve-unit-results.ts';
import { decidedGrades } from './decided-grades.ts';

/** A decided grade with the ids that its team is known by elsewhere. */
interface Fixed extends TeamGrade {
  readonly teamGradeId: string;
  readonly organisationId: string;
  readonly placeId: string;
}

const fixedGrades = (cycleId: string, proposal: ProposalRow, grades: readonly TeamGrade[]): readonly Fixed[] => {
  const teams = new Map(proposal.grades.map((grade) => [grade.teamId, grade]));
  return grades
    .map((grade) => {
      const team = teams.get(grade.teamId);
      if (team === undefined) throw new Error(`The team ${grade.teamId} is not in the proposal that was decided.`);
      const { organisationId, placeId } = team;
      return { ...grade, organisationId, placeId, teamGradeId: businessId('team-grade', cycleId, grade.teamId) };
    })
    .sort((a, b) => (a.teamId < b.teamId ? -1 : 1));
};

/** Fixes the team grades. What was recorded is checked again: DECIDED_RECORD_CHANGED and STATE_CONFLICT where the proposal has moved. */
export const fixTeamGrades = async (call: EvaluationCall, { cycle, row }: Release): Promise<void> => {
  taken(admitTeamGrades(progressOf(cycle)));
  const proposal = row.proposal_id === null ? undefined : await findProposal(call.tx, row.proposal_id);
  if (proposal === undefined) throw problem('DECIDED_RECORD_CHANGED', { what: '等次建议' });
  const decided = decidedGrades(proposal, row.proposal_version, gradesOf(row));
  const grades = fixedGrades(cycle.id, proposal, decided);
  await insertTeamGrades(
    call.tx,
    grades.map((grade) => ({
      county: cycle.county,
      id: grade.teamGradeId,
      cycle_id: cycle.id,
      team_id: grade.teamId,
      organisation_id: grade.organisationId,
      unit_id: grade.unitId,
      version: 1,
      computed_grade: grade.computedGrade,
      decided_grade: grade.decidedGrade,
      reason: grade.reason,
      document_id: grade.documentId,
      decision_id: row.id,
      decided_on: row.decided_on,
      supersedes: null,
    })),
  );
  await saveProposal(call.tx, proposal, { state: 'decided' });
  await call.append({
    type: 'cn.jixiao.evaluation.TeamGradesDecided.v1',
    county: cycle.county,
    key: cycle.id,
    payload: {
      cycleId: cycle.id,
      year: cycle.year,
      decisionId: row.id,
      documentId: row.document_id,
      decidedOn: row.decided_on,
      grades: grades.map(({ teamGradeId, teamId, organisationId, placeId, computedGrade, decidedGrade }) => ({
        teamGradeId,
        teamId,
        organisationId,
        placeId,
        version: 1,
        computedGrade,
        decidedGrade,
        supersedes: null,
      })),
    },
  });
};
