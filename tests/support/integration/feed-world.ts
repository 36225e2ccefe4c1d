// The world of the feed's specs: the directory, the persons and the teams are here, and a decision is registered to deliver by.
import type { components } from '#contracts/generated/integration.ts';
import { registerDecision, type SpecTeam, teamsOf } from './decisions.ts';
import { county, hrSystem, office, startWorld, type World } from './world.ts';

/** The path of the feed of the HR system. */
export const feed = { path: { feed: 'hr' } };

/** Starts the world with all that a decision on teams refers to. Stop the world afterwards. */
export const startFeedWorld = async (): Promise<{
  readonly world: World;
  readonly teams: SpecTeam[];
  readonly document: string;
}> => {
  const world = await startWorld();
  world.work();
  for (const dataSet of ['P1', 'P2', 'H1', 'H2']) await world.synchronise(dataSet);
  return { world, teams: await teamsOf(world.service), document: await registerDecision(world.service, 1) };
};

/** A page of the feed, as the HR system reads it. */
export const readFeedOf = async (
  { service }: World,
  after: string = '0',
  limit: string = '200',
): Promise<components['schemas']['FeedPage']> =>
  (await service.ask('listFeedRecords', { ...feed, query: { county, after, limit } }, hrSystem)).body;

/** The deliveries, as the office sees them. */
export const deliveriesOf = async (
  { service }: World,
  query: Record<string, string> = {},
): Promise<readonly components['schemas']['Delivery'][]> =>
  (await service.ask('listDeliveries', { query: { county, limit: '200', ...query } }, office)).body.records;
