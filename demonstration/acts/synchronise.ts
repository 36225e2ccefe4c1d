// Fetching a data set from its partner, and waiting until it has come.
import type { operations } from '#contracts/generated/integration.ts';
import type { Output } from '#kernel/contract/types.ts';
import type { Actor } from '../actors.ts';
import { allPages } from '../api/pages.ts';
import { untilDone } from '../settled.ts';
import { office, organization, type World } from '../world.ts';

type Synchronisation = Output<operations['getSynchronisation']>['body'];
type DataSet = Synchronisation['dataSet'];

const whoFetches = (world: World, dataSet: DataSet): Actor =>
  dataSet.startsWith('H') ? organization(world) : office(world);

const completed = async (actor: Actor, synchronisationId: string): Promise<Synchronisation> =>
  untilDone(`The synchronisation ${synchronisationId}`, async () => {
    const { body } = await actor.integration.getSynchronisation({ path: { synchronisationId } });
    if (body.state === 'failed') throw new Error(`The synchronisation of ${body.dataSet} failed: ${body.failure}.`);
    return body.state === 'completed' ? body : undefined;
  });

/** Fetches a data set once a day, for observations of one month, and waits until every service has what came. */
export const synchronise = async (world: World, dataSet: DataSet, period?: string): Promise<Synchronisation> => {
  const { county, calendar } = world;
  const actor = whoFetches(world, dataSet);
  const known = await allPages((page) => actor.integration.listSynchronisations({ query: { county, ...page } }));
  const today = known.find(
    (one) =>
      one.dataSet === dataSet &&
      one.period === (period ?? null) &&
      one.startedOn === calendar.today() &&
      one.state !== 'failed',
  );
  const order = { county, dataSet, ...(period === undefined ? {} : { period }) };
  const { id } = today ?? (await actor.integration.startSynchronisation({ body: order })).body;
  const done = await completed(actor, id);
  await world.settle();
  return done;
};
