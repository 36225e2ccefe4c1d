// The teams of a stage, and what is proposed, chosen and recorded of their grades.
import type { operations } from '#contracts/generated/evaluation.ts';
import { businessId } from '#kernel/values/identifier.ts';
import type { Schemas } from '#services/evaluation/handler.ts';
import type { Answer, BodyOf, Person } from '../service.ts';
import { county } from '../small-directory.ts';
import { cycleId, documents } from './facts.ts';
import { organisers, recorder } from './people.ts';
import { performances } from './scheme.ts';
import type { Stage } from './stage.ts';

type Proposal = Promise<Answer<Schemas['TeamGradeProposal']>>;

/** The team of the township that comes at this place by its total, from 1. */
export const team = (rank: number): string => businessId('team', performances[rank - 1]?.code ?? '');

/** Proposes the grades of all teams. */
export const proposeOn = ({ service }: Stage, bars: readonly object[] = [], person: Person = organisers): Proposal =>
  service.ask('proposeTeamGrades', { path: { cycleId }, body: { bars } }, person);

/** Chooses among tied teams, in the first version of the proposal unless another is named. */
export const chooseOn = (
  { service }: Stage,
  proposalId: string,
  teamIds: readonly string[],
  { ifMatch = '"v1"', ...changes }: { readonly ifMatch?: string; readonly documentId?: string } = {},
): Proposal => {
  const body = { teamIds, reason: '经研究确定。', documentId: documents.answer, ...changes };
  return service.ask('breakTie', { path: { proposalId }, body, ifMatch }, recorder);
};

/** Records what the organ decided on a proposal. */
export const recordOn = (
  { service }: Stage,
  proposal: { readonly id: string; readonly version: number },
  grades: readonly object[],
  decidedOn = '2026-03-16',
): Promise<Answer<BodyOf<operations['recordDecision']>>> => {
  const decision = {
    organ: '县委（虚构）',
    documentId: documents.grades,
    decidedOn,
    attachmentDigest: 'b'.repeat(64),
  };
  const about = { proposalId: proposal.id, proposalVersion: proposal.version };
  const body = { subject: 'team-grades', county, cycleId, decision, ...about, grades };
  return service.ask('recordDecision', { body }, recorder);
};
