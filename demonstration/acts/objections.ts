// Objections to scores: raised by the units in time, decided by the office with a document each.
import type { operations } from '#contracts/generated/evaluation.ts';
import type { Output } from '#kernel/contract/types.ts';
import { allPages } from '../api/pages.ts';
import type { DocumentName } from '../documents.ts';
import { office, signerOf, type World } from '../world.ts';
import { played, unitNamed } from './cycle.ts';

type Objection = Output<operations['getObjection']>['body'];

/** An objection as it is played. `corrected` is what an accepted one puts right. */
export interface PlayedObjection {
  readonly unit: string;
  readonly indicatorCode: string;
  readonly claim: string;
  readonly document: DocumentName;
  readonly reason: string;
  readonly corrected: { readonly period: string; readonly value: string } | null;
}

/** The one that is accepted: it moves its unit past the next one, and no other. */
export const accepted: PlayedObjection = {
  unit: '林川镇',
  indicatorCode: 'SM-02',
  claim: '八月的一起事故经认定不属生产安全事故，请予更正。',
  document: 'objectionAccepted',
  reason: '经核实，该起事故不属生产安全事故，八月数值更正为 0。',
  corrected: { period: '2025-08', value: '0' },
};

/** The one that is refused. */
export const refused: PlayedObjection = {
  unit: '上望街道',
  indicatorCode: 'SM-02',
  claim: '两起事故发生在过境路段，请予扣除。',
  document: 'objectionRefused',
  reason: '经核实，事故发生地属本街道辖区，统计口径无误，不予采纳。',
  corrected: null,
};

/** The objections of the cycle. */
export const objectionsOf = (world: World, cycleId: string): Promise<readonly Objection[]> => {
  const query = { county: world.county, cycleId };
  return allPages((page) => office(world).evaluation.listObjections({ query: { ...query, ...page } }));
};

/** The unit raises its objection. */
export const raise = async (world: World, objection: PlayedObjection): Promise<void> => {
  const { cycleId, units } = await played(world);
  const { unitId, assignment } = unitNamed(units, objection.unit);
  const { indicatorCode, claim } = objection;
  const raised = await objectionsOf(world, cycleId);
  if (raised.some((one) => one.unitId === unitId && one.indicatorCode === indicatorCode)) return;
  const { county } = world;
  await signerOf(world, assignment).evaluation.raiseObjection({
    body: { county, cycleId, unitId, indicatorCode, claim },
  });
  world.tell(`${objection.unit}对 ${indicatorCode} 得分提出异议`);
};

/** The office decides it. */
export const decide = async (world: World, objection: PlayedObjection): Promise<void> => {
  const { cycleId, units } = await played(world);
  const { unitId } = unitNamed(units, objection.unit);
  const open = (await objectionsOf(world, cycleId)).find((one) => one.unitId === unitId && one.state === 'raised');
  if (open === undefined) return;
  const documentId = await world.document(objection.document);
  const { evaluation } = office(world);
  const path = { objectionId: open.id };
  const { etag } = await evaluation.getObjection({ path });
  const { corrected, reason } = objection;
  const { body } = await evaluation.decideObjection(
    {
      path,
      body:
        corrected === null
          ? { outcome: 'refused', reason, documentId }
          : { outcome: 'accepted', correctedValues: [corrected], reason, documentId },
    },
    { ifMatch: etag },
  );
  const { decision } = body;
  const outcome =
    corrected === null
      ? '不予采纳'
      : `采纳，数值更正后得分变动 ${decision?.points}，${decision?.ranksMoved} 个名次变动`;
  world.tell(`${objection.unit}的异议${outcome}`);
  await world.settle();
};
