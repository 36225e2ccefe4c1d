// proposeTeamGrades.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { taken } from '#kernel/problem/taken.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import { admitTeamGrades } from '../../domain/cycle.ts';
import { proposeTeamGrades as decide } from '../../domain/grading/propose-team-grades.ts';
import { readTeamGradeRules } from '../../domain/grading/read-team-grade-rules.ts';
import type { TeamGradeProposal, TeamGradeRules } from '../../domain/grading/team-grade.ts';
import type { EvaluationCall, EvaluationHandler } from '../../handler.ts';
import { type CycleRow, progressOf } from '../../store/cycle-row.ts';
import { jsonText } from '../../store/json-text.ts';
import { insertProposal, newestProposal, type ProposalRow, saveProposal } from '../../store/proposals.ts';
import { assessedTeams, type TeamWithResult } from '../../store/teams.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { announceProposal, proposalRecord } from './proposal-record.ts';

const rulesOf = ({ id, rules }: CycleRow): TeamGradeRules => {
  const read = readTeamGradeRules(rules.gradingRules.team);
  if (!read.ok) throw new Error(`The grading rules of the cycle ${id} were faulty when it opened.`);
  return read.value;
};

/** Supersedes the proposal before, unless it was decided, and gives the number of the next. */
const supersede = async (call: EvaluationCall, before: ProposalRow | undefined): Promise<number> => {
  if (before === undefined) return 1;
  if (before.state === 'decided') taken(stateConflict('领导班子等次', '已审定', '未审定'));
  await saveProposal(call.tx, before, { state: 'superseded' });
  return before.number + 1;
};

const withTeams = (
  { grades }: TeamGradeProposal,
  teams: readonly TeamWithResult[],
): readonly (TeamGradeProposal['grades'][number] & TeamWithResult)[] => {
  const byId = new Map(teams.map((team) => [team.teamId, team]));
  return grades.map((grade) => {
    const team = byId.get(grade.teamId);
    if (team === undefined) throw new Error(`The team ${grade.teamId} was graded and is not assessed.`);
    return { ...team, ...grade };
  });
};

/**
 * Computes the grades of the teams from the approved results, no more 优秀 than the share of the cycle's rules. STATE_CONFLICT before the
 * approval, while no teams are published, and once the grades are decided; VALUE_INVALID for a bar that the rules don't know or of a team
 * that is not assessed, DOCUMENT_UNKNOWN. The proposal before is superseded.
 */
export const proposeTeamGrades: EvaluationHandler<'proposeTeamGrades'> = async ({ path, body }, call) => {
  const { cycle, today } = await heldCycle(call, path.cycleId);
  taken(admitTeamGrades(progressOf(cycle)));
  const teams = await assessedTeams(call.tx, cycle.id);
  if (teams.length === 0) taken(stateConflict('领导班子', '尚无名册', '已有名册'));
  const proposal = taken(decide(rulesOf(cycle), teams, body.bars));
  await requireDocuments(
    call,
    cycle.county,
    body.bars.map(({ documentId }) => documentId),
  );
  const number = await supersede(call, await newestProposal(call.tx, cycle.id));
  const row = await insertProposal(call.tx, {
    county: cycle.county,
    id: businessId('team-grade-proposal', cycle.id, String(number)),
    cycle_id: cycle.id,
    number,
    state: proposal.state,
    version: 1,
    proposed_on: today,
    quota: jsonText(proposal.quota),
    ties: jsonText(proposal.ties),
    tie_breaks: jsonText([]),
    grades: jsonText(withTeams(proposal, teams)),
  });
  await announceProposal(call, row);
  call.about(row.id, cycle.county);
  return { status: 201, body: proposalRecord(row), etag: etagOf(row.version) };
};
