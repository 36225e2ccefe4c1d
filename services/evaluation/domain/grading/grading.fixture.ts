// Teams and rules that the specs of grading share.
import { decimal } from '#kernel/values/decimal.ts';
import { proposeTeamGrades } from './propose-team-grades.ts';
import { readTeamGradeRules } from './read-team-grade-rules.ts';
import type { AssessedTeam, TeamBar, TeamGradeProposal, TeamGradeRules } from './team-grade.ts';

/** Rules as they are written: 30 % rounded down, three bands, two bars. */
export const written = {
  excellent: { share: '0.30', rounding: 'down', seats: 'one-pool', from: '80' },
  bands: [
    { grade: 'good', from: '75' },
    { grade: 'fair', from: '60' },
    { grade: 'poor', from: null },
  ],
  bars: [{ code: 'safety-accident' }, { code: 'data-fraud' }],
} as const;
/** The rules as they are read, with another quota where a case asks for it. */
export const rulesOf = (over: Partial<TeamGradeRules['excellent']> = {}): TeamGradeRules => {
  const read = readTeamGradeRules(written);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return { ...read.value, excellent: { ...read.value.excellent, ...over } };
};
/** A team with its unit's total. */
export const team = (teamId: string, total: string, groupCode = 'g'): AssessedTeam => ({
  teamId,
  unitId: `u-${teamId}`,
  groupCode,
  total: decimal(total),
  rank: 1,
});
/** Teams t1, t2 … with totals falling from 99 by one. */
export const falling = (count: number, groupCode = 'g', prefix = 't'): readonly AssessedTeam[] =>
  Array.from({ length: count }, (_, index) => team(`${prefix}${index + 1}`, String(99 - index), groupCode));
/** A bar by a document. */
export const bar = (teamId: string, barCode = 'safety-accident'): TeamBar => ({
  teamId,
  barCode,
  documentId: 'doc-1',
  reason: '较大事故',
});
/** The proposal, which these cases expect to be made. */
export const propose = (
  teams: readonly AssessedTeam[],
  rules: TeamGradeRules = rulesOf(),
  bars: readonly TeamBar[] = [],
): TeamGradeProposal => {
  const proposal = proposeTeamGrades(rules, teams, bars);
  if (!proposal.ok) throw new Error(proposal.refusal.code);
  return proposal.value;
};
/** The teams that are computed as excellent, in the order of the proposal. */
export const excellentOf = ({ grades }: TeamGradeProposal): readonly string[] =>
  grades.filter(({ computedGrade }) => computedGrade === 'excellent').map(({ teamId }) => teamId);
