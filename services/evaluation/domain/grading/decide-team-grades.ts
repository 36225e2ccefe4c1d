// The decision on team grades: what the organ may decide, beside what was computed.
import { isVisible } from '#kernel/values/readable.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { type Grade, isOfPool, type Quota, type TeamGradeProposal } from './team-grade.ts';

/** A grade as the organ decided it; one that differs from the computed grade says why and by which document. */
export type DecidedGrade = {
  readonly teamId: string;
  readonly decidedGrade: Grade;
  readonly reason?: string;
  readonly documentId?: string;
};

/** A team's grade after the decision: computed and decided stand side by side. */
export type TeamGrade = {
  readonly teamId: string;
  readonly unitId: string;
  readonly computedGrade: Grade;
  readonly decidedGrade: Grade;
  readonly reason: string | null;
  readonly documentId: string | null;
};

/** How a decision on team grades may be refused. */
export type GradeRefusal =
  | 'TIE_UNBROKEN'
  | 'GRADES_INCOMPLETE'
  | 'VALUE_INVALID'
  | 'GRADE_REASON_MISSING'
  | 'TEAM_BARRED'
  | 'EXCELLENT_QUOTA_EXCEEDED'
  | 'EXCELLENT_POOL_EXCEEDED';

const isBlank = (text: string | undefined): boolean => text === undefined || !isVisible(text);

/** The quota and the pools bind together: what is within one may still be beyond the other. */
const checkQuota = (
  { seats, pools }: Quota,
  excellent: readonly { readonly groupCode: string }[],
): Result<undefined, 'EXCELLENT_QUOTA_EXCEEDED' | 'EXCELLENT_POOL_EXCEEDED'> => {
  if (excellent.length > seats)
    return refused('EXCELLENT_QUOTA_EXCEEDED', { quota: seats, given: excellent.length }, '/grades');
  for (const pool of pools) {
    const given = excellent.filter((team) => isOfPool(team, pool)).length;
    if (given > pool.seats && pool.groupCode !== null)
      return refused('EXCELLENT_POOL_EXCEEDED', { group: pool.groupCode, quota: pool.seats, given }, '/grades');
  }
  return accepted(undefined);
};

/**
 * Checks what the organ decided: every team once, a reason and a document where it differs from the computed grade, no barred team
 * excellent, and not more excellent teams than the quota and each pool have, which bind the organ too (2019 条例: ≤ 30 %).
 */
export const decideTeamGrades = (
  proposal: TeamGradeProposal,
  decided: readonly DecidedGrade[],
): Result<readonly TeamGrade[], GradeRefusal> => {
  if (proposal.state === 'tied') return refused('TIE_UNBROKEN');
  const computed = new Map(proposal.grades.map((grade) => [grade.teamId, grade]));
  const seen = new Set<string>();
  const grades: TeamGrade[] = [];
  for (const [index, { teamId, decidedGrade, reason, documentId }] of decided.entries()) {
    const pointer = `/grades/${index}`;
    const known = computed.get(teamId);
    if (known === undefined || known.computedGrade === null)
      return refused('VALUE_INVALID', { field: 'teamId', reason: '不在等次建议之列' }, `${pointer}/teamId`);
    if (seen.has(teamId))
      return refused('GRADES_INCOMPLETE', { wanted: computed.size, given: decided.length }, `${pointer}/teamId`);
    seen.add(teamId);
    const changed = decidedGrade !== known.computedGrade;
    if (changed && (isBlank(reason) || isBlank(documentId)))
      return refused('GRADE_REASON_MISSING', { teamId }, pointer);
    if (decidedGrade === 'excellent' && known.bar !== null) {
      return refused('TEAM_BARRED', { teamId, bar: known.bar.barCode }, `${pointer}/decidedGrade`);
    }
    grades.push({
      teamId,
      unitId: known.unitId,
      computedGrade: known.computedGrade,
      decidedGrade,
      reason: reason ?? null,
      documentId: documentId ?? null,
    });
  }
  if (seen.size !== computed.size)
    return refused('GRADES_INCOMPLETE', { wanted: computed.size, given: decided.length }, '/grades');
  const decidedExcellent = new Set(
    grades.filter(({ decidedGrade }) => decidedGrade === 'excellent').map(({ teamId }) => teamId),
  );
  const quota = checkQuota(
    proposal.quota,
    proposal.grades.filter(({ teamId }) => decidedExcellent.has(teamId)),
  );
  return quota.ok ? accepted(grades) : quota;
};
