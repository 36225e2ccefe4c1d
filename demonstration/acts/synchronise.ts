// Fetching a data set from its partner, and waiting until it has come.
import type { operations } from '#contracts/generated/integration.ts';
import type { Output } from '#kernel/contract/types.ts';
import type { Actor } from '../actors.ts';
import { allPages } from '../api/pages.ts';
import { office, organization, type World } from '../world.ts';

type Synchronisation = Output<operations['getSynchronisation']>['body'];
type DataSet = Synchronisation['dataSet'];

const whoFetches = (world: World, dataSet: DataSet): Actor =>
  dataSet.startsWith('H') ? organization(world) : office(world);

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
  await world.settle();
  const { body } = await actor.integration.getSynchronisation({ path: { synchronisationId: id } });
  if (body.state !== 'completed')
    throw new Error(`The synchronisation of ${dataSet} is ${body.state}: ${body.failure}.`);
  return body;
};
