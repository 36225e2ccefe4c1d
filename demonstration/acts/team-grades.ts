// Team grades: proposed within the quota, one decided otherwise than computed, with its reason and document.
import type { operations } from '#contracts/generated/evaluation.ts';
import type { Output } from '#kernel/contract/types.ts';
import { allPages } from '../api/pages.ts';
import { organization, recorder, type World } from '../world.ts';
import { currentCycle, played, unitNamed } from './cycle.ts';
import { decisionHead } from './recorded-decision.ts';

/** The team whose decided grade differs from the computed one. */
const loweredTeam = '平阳坑镇';
const loweredReason = '年内发生生产安全事故六起，整改不到位，经市委研究，等次定为一般。';

type Proposal = Output<operations['getTeamGradeProposal']>['body'];

const propose = async (world: World): Promise<Proposal> => {
  const { cycle } = await currentCycle(world);
  const { body } = await organization(world).evaluation.proposeTeamGrades({
    path: { cycleId: cycle.id },
    body: { bars: [] },
  });
  if (body.state !== 'proposed') throw new Error('Teams are tied at the cut: the scheme or the values have changed.');
  world.tell(`组织部提出领导班子等次建议：优秀名额 ${body.quota.exact} → ${body.quota.seats}`);
  await world.settle();
  return body;
};

const decidedGrades = async (world: World, proposal: Proposal) => {
  const { units } = await played(world);
  const lowered = unitNamed(units, loweredTeam);
  const documentId = await world.document('lowerGrade');
  return proposal.grades.map(({ teamId, unitId, computedGrade, bandGrade }) =>
    unitId === lowered.unitId
      ? { teamId, decidedGrade: 'fair' as const, reason: loweredReason, documentId }
      : { teamId, decidedGrade: computedGrade ?? bandGrade },
  );
};

/**
 * The organization department has the grades computed, and the decision of the party committee is recorded: each team one
 * grade, one of them otherwise than computed.
 */
export const gradeTeams = async (world: World): Promise<void> => {
  const { county } = world;
  const { cycle } = await currentCycle(world);
  const cycleId = cycle.id;
  const { evaluation } = recorder(world);
  const query = { county, cycleId, subject: 'team-grades' } as const;
  const known = await allPages((page) => evaluation.listDecisions({ query: { ...query, ...page } }));
  if (known.length > 0) return;
  const proposal = await propose(world);
  const grades = await decidedGrades(world, proposal);
  const decision = await decisionHead(world, '中共瑞安市委（虚构）', 'teamGrades', grades);
  const { id: proposalId, version: proposalVersion } = proposal;
  await evaluation.recordDecision({
    body: { subject: 'team-grades', county, cycleId, decision, proposalId, proposalVersion, grades },
  });
};
