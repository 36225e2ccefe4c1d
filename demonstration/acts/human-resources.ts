// The HR system reads what it is due and acknowledges it; one record is rejected, its roster mended, and the record sent again.
import { allPages } from '../api/pages.ts';
import { office, organization, type World } from '../world.ts';
import { placesOf } from './cycle.ts';

/** The township whose team HR does not know for a while. */
export const unknownTeam = '曹村镇';

const partyCodeOf = async (world: World): Promise<string> => {
  const assignment = world.scheme.units.assignments.find(({ name }) => name === unknownTeam);
  const place = (await placesOf(world)).find(({ code }) => code === assignment?.placeCode);
  const organisations = await allPages((page) =>
    office(world).integration.listOrganisations({ query: { county: world.county, ...page } }),
  );
  const party = organisations.find(({ kind, placeId }) => kind === 'party-committee' && placeId === place?.id);
  if (party === undefined) throw new Error(`The directory has no party committee of ${unknownTeam}.`);
  return party.creditCode;
};

/** HR loses a team from its roster by a mistake of its own. */
export const loseTeam = async (world: World): Promise<void> => {
  await world.hr.plant({ kind: 'roster-change', creditCode: await partyCodeOf(world), replacement: null });
};

/** HR mends its roster. */
export const findTeamAgain = async (world: World): Promise<void> => {
  for (const { id, fault } of await world.hr.faults()) {
    if (fault.kind === 'roster-change') await world.hr.remove(id);
  }
};

/** HR reads its feed to the end and acknowledges, and everybody learns of it. */
export const runRound = async (world: World): Promise<void> => {
  const round = await world.hr.runRound(world.county);
  await world.settle();
  if (round.read + round.executed > 0)
    world.tell(`人事系统读取 ${round.read} 条：接收 ${round.accepted}，退回 ${round.rejected}，执行 ${round.executed}`);
};

/** The organization department sends again what was rejected. */
export const repairRejected = async (world: World): Promise<void> => {
  const { integration } = organization(world);
  const query = { county: world.county, partner: 'hr', state: 'rejected' } as const;
  const rejected = await allPages((page) => integration.listDeliveries({ query: { ...query, ...page } }));
  for (const { id, rejectCode } of rejected) {
    await integration.repairDelivery({
      path: { deliveryId: id },
      body: { reason: `人事系统已补正${unknownTeam}机构信息，重新交付。` },
    });
    world.tell(`退回代码 ${rejectCode}：人事系统补正机构信息后重新交付`);
  }
  await world.settle();
};
