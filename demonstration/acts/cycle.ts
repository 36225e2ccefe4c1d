// The cycle that is played, its units and its places, as the system tells them.
import type { operations as EvaluationOperations } from '#contracts/generated/evaluation.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import type { Output } from '#kernel/contract/types.ts';
import { allPages } from '../api/pages.ts';
import type { Assignment } from '../scheme.ts';
import { office, type World } from '../world.ts';

/** The cycle with the ETag of its current version. */
export interface CurrentCycle {
  readonly cycle: Output<EvaluationOperations['getCycle']>['body'];
  readonly etag: string;
}

/** A unit of the cycle, with its place and what the scheme says of it. */
export interface PlayedUnit {
  readonly unitId: string;
  readonly placeId: string;
  readonly assignment: Assignment;
}

type Place = Output<IntegrationOperations['getPlace']>['body'];

/** The places of the county. */
export const placesOf = (world: World): Promise<readonly Place[]> =>
  allPages((page) => office(world).integration.listPlaces({ query: { county: world.county, ...page } }));

/** The cycle of the scheme's year, or undefined before it is opened. */
export const findCycle = async (world: World): Promise<CurrentCycle | undefined> => {
  const { county, scheme } = world;
  const cycles = await allPages((page) => office(world).evaluation.listCycles({ query: { county, ...page } }));
  const found = cycles.find(({ year }) => year === scheme.year);
  if (found === undefined) return undefined;
  const { body, etag } = await office(world).evaluation.getCycle({ path: { cycleId: found.id } });
  return { cycle: body, etag };
};

/** The cycle. Throws where it is not open. */
export const currentCycle = async (world: World): Promise<CurrentCycle> => {
  const found = await findCycle(world);
  if (found === undefined) throw new Error(`The cycle of ${world.scheme.year} is not open.`);
  return found;
};

/** The id of the cycle, and its units in the order of the scheme. */
export interface Played {
  readonly cycleId: string;
  readonly units: readonly PlayedUnit[];
}

/** The cycle that is played with its units. */
export const played = async (world: World): Promise<Played> => {
  const { id: cycleId } = (await currentCycle(world)).cycle;
  const places = new Map((await placesOf(world)).map(({ id, code }) => [id, code]));
  const units = await allPages((page) => office(world).evaluation.listUnits({ path: { cycleId }, query: page }));
  const byCode = new Map(units.map((unit) => [places.get(unit.placeId), unit]));
  const playedUnits = world.scheme.units.assignments.map((assignment) => {
    const unit = byCode.get(assignment.placeCode);
    if (unit === undefined) throw new Error(`The cycle has no unit ${assignment.name}.`);
    return { unitId: unit.id, placeId: unit.placeId, assignment };
  });
  return { cycleId, units: playedUnits };
};

/** The unit of a name among the played ones. */
export const unitNamed = (units: readonly PlayedUnit[], name: string): PlayedUnit => {
  const found = units.find(({ assignment }) => assignment.name === name);
  if (found === undefined) throw new Error(`The cycle has no unit ${name}.`);
  return found;
};
