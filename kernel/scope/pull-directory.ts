// Taking over the directory that integration hands over: the request for its set, and the switch to it (exchange rule E14).
import { sql } from 'kysely';
import type { DirectoryPublishedV1 } from '#contracts/generated/events.ts';
import type { EventMap, ReceivedEvent } from '#kernel/exchange/event.ts';
import type { PulledSet } from '#kernel/exchange/handover/pull-row.ts';
import { requestPull } from '#kernel/exchange/handover/request.ts';
import type { ReactionCall } from '#kernel/exchange/reaction.ts';
import { instant } from '#kernel/values/date.ts';
import type { PlaceHistory } from '#kernel/values/place-version.ts';
import { lockDirectory } from './lock-directory.ts';
import { recordPlaces } from './replica.ts';

/** The kind under which a service pulls the directory: the key of its switch. */
export const directorySetKind = 'directory';

/** Reacts to DirectoryPublished: the county's set is pulled after the commit. A later set of the county supersedes an earlier one. */
export const requestDirectory = async <DB, Events extends EventMap>(
  event: ReceivedEvent<DirectoryPublishedV1>,
  { tx }: ReactionCall<DB, Events>,
): Promise<void> => {
  const { setId, number, count, digest } = event.payload;
  await requestPull(tx, event, { id: setId, kind: directorySetKind, number, county: event.county, count, digest });
};

/** Switches to the pulled directory: each row of the set is the history of one place. */
export const switchDirectory = async <DB, Events extends EventMap>(
  set: PulledSet,
  { tx }: ReactionCall<DB, Events>,
): Promise<void> => {
  const { rows } = await sql<{ body: string }>`
    select body from handover_staging where set_id = ${set.id} order by key`.execute(tx);
  // The set's owner has checked the histories; `recordPlaces` refuses those that can't be all the same.
  const histories = rows.map(({ body }) => JSON.parse(body) as PlaceHistory);
  await lockDirectory(tx);
  const { rows: clock } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(tx);
  const [now] = clock;
  if (now === undefined) throw new Error('The database told no time.');
  await recordPlaces(tx, histories, instant(now.now.toISOString()));
};
