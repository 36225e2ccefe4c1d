// A proposal of team grades as the contract shows it, and as it is announced.
import type { EvaluationCall, Schemas } from '../../handler.ts';
import type { ProposalRow } from '../../store/proposals.ts';

const quotaOf = ({ quota }: ProposalRow): Schemas['Quota'] => ({ ...quota, pools: [...quota.pools] });

/** The record of a proposal. */
export const proposalRecord = (row: ProposalRow): Schemas['TeamGradeProposal'] => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  number: row.number,
  state: row.state,
  version: row.version,
  proposedOn: row.proposed_on,
  quota: quotaOf(row),
  ties: row.ties.map((tie) => ({ ...tie, teamIds: [...tie.teamIds] })),
  tieBreaks: [...row.tie_breaks],
  grades: row.grades.map((grade) => ({
    teamId: grade.teamId,
    organisationId: grade.organisationId,
    placeId: grade.placeId,
    unitId: grade.unitId,
    total: grade.total,
    groupCode: grade.groupCode,
    rank: grade.rank,
    computedGrade: grade.computedGrade,
    bandGrade: grade.bandGrade,
    reason: grade.reason,
    bar: grade.bar,
  })),
});

/** How many teams wait at the cut for the committee. */
const tiedTeams = (row: ProposalRow): number => row.ties.reduce((count, { teamIds }) => count + teamIds.length, 0);

/** What a list shows of a proposal. */
export const proposalSummary = (row: ProposalRow): Schemas['TeamGradeProposalSummary'] => ({
  id: row.id,
  cycleId: row.cycle_id,
  number: row.number,
  state: row.state,
  version: row.version,
  proposedOn: row.proposed_on,
  quota: quotaOf(row),
  tiedTeams: tiedTeams(row),
});

/** Announces a proposal, or what a broken tie has left of it. */
export const announceProposal = (call: EvaluationCall, row: ProposalRow): Promise<void> =>
  call.append({
    type: 'cn.jixiao.evaluation.TeamGradesProposed.v1',
    county: row.county,
    key: row.cycle_id,
    payload: {
      cycleId: row.cycle_id,
      proposalId: row.id,
      state: row.state === 'tied' ? 'tied' : 'proposed',
      quota: row.quota.seats,
      computedExcellent: row.quota.used,
      tiedCount: tiedTeams(row),
    },
  });
