// The consumer's side of a hand-over: pages into staging, count and digest, one switch (exchange rule E14).
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type QueryExecutorProvider, sql, type Transaction } from 'kysely';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from '#kernel/database/database.ts';
import { callOf, type Reactor } from '#kernel/exchange/consuming/react.ts';
import type { EventMap } from '#kernel/exchange/event.ts';
import type { ReactionCall } from '#kernel/exchange/reaction.ts';
import { canonicalJson } from '#kernel/values/canonical-json.ts';
import {
  advancePull,
  endPull,
  isSuperseded,
  lockOpenPull,
  type PulledSet,
  readOpenPull,
  restartPull,
} from './pull-row.ts';
import { pageRowsMax, type SetPage, setDigest } from './set.ts';

/**
 * Fetches a page from the owner, behind a key, in the trace of the event that announced the set. It may fail: it is asked again for
 * the same page.
 */
export type FetchPage = (
  set: PulledSet,
  after: string | null,
  limit: number,
  traceparent: string | null,
) => Promise<SetPage>;

/**
 * Moves a staged set into the aggregate: INSERT … SELECT from `handover_staging` where `set_id` is the set's. It runs in the
 * one transaction that ends the pull, and appends what the announcing event caused.
 */
export type Switch<DB, Events extends EventMap> = (set: PulledSet, call: ReactionCall<DB, Events>) => Promise<void>;

/** What pulling needs. */
export interface Puller<DB, Events extends EventMap> {
  readonly database: Database<DB>;
  readonly reactor: Reactor<DB, Events>;
  readonly fetchPage: FetchPage;
  readonly switchOf: (kind: string) => Switch<DB, Events> | undefined;
}

/** The staged rows are not those that were announced. The pull begins anew. */
export class SetDiffers extends Error {
  constructor(set: PulledSet, found: { readonly count: number; readonly digest: string }) {
    super(
      `The set ${set.kind} ${set.number} of ${set.source} came with ${found.count} rows of digest ${found.digest}.`,
    );
    this.name = 'SetDiffers';
  }
}

const noScope = { counties: [] };

/** A field of COPY's text format. */
const copyField = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');

/** Stages one page and remembers how far it reaches, together: a pull that was cut off goes on with the next page. */
const stagePage = <DB, Events extends EventMap>(
  puller: Puller<DB, Events>,
  set: PulledSet,
  after: string | null,
  page: SetPage,
): Promise<void> =>
  puller.database.transactRaw(noScope, async (tx, client) => {
    const pull = await lockOpenPull(tx, set.id);
    // Another instance was faster.
    if (pull === undefined || pull.complete || pull.after !== after) return;
    const lines = page.items.map(({ key, row }) => `${set.id}\t${copyField(key)}\t${copyField(canonicalJson(row))}\n`);
    await pipeline(
      Readable.from(lines),
      client.query(copyFrom('copy handover_staging (set_id, key, body) from stdin')),
    );
    await advancePull(tx, set.id, { next: page.next, rows: page.items.length });
  });

const stagedDigest = async (tx: QueryExecutorProvider, id: string): Promise<{ count: number; digest: string }> => {
  const digest = setDigest();
  let count = 0;
  let after = '';
  for (;;) {
    const { rows } = await sql<{ key: string; body: string }>`
      select key, body from handover_staging where set_id = ${id} and key > ${after}::text collate "C"
      order by key limit ${pageRowsMax}`.execute(tx);
    for (const { key, body } of rows) digest.add(key, body);
    count += rows.length;
    after = rows.at(-1)?.key ?? after;
    if (rows.length < pageRowsMax) return { count, digest: digest.digest() };
  }
};

const clearStaging = async (tx: QueryExecutorProvider, id: string): Promise<void> => {
  await sql`delete from handover_staging where set_id = ${id}`.execute(tx);
};

/** Checks count and digest and switches, in one transaction; false when another instance has done it. */
const switchSet = <DB, Events extends EventMap>(puller: Puller<DB, Events>, set: PulledSet): Promise<boolean> =>
  puller.database.transact({ counties: set.county === null ? [] : [set.county] }, async (tx: Transaction<DB>) => {
    const pull = await lockOpenPull(tx, set.id);
    if (pull === undefined) return false;
    const found = await stagedDigest(tx, set.id);
    if (found.count !== set.count || found.digest !== set.digest) throw new SetDiffers(set, found);
    const superseded = await isSuperseded(tx, set);
    const change = puller.switchOf(set.kind);
    if (change === undefined) throw new Error(`No switch is given for sets of the kind ${set.kind}.`);
    if (!superseded) await change(set, callOf(puller.reactor, tx, pull.cause, { appended: 0, arrived: 0 }));
    await clearStaging(tx, set.id);
    await endPull(tx, set.id, superseded);
    return true;
  });

const beginAnew = async <DB, Events extends EventMap>(
  puller: Puller<DB, Events>,
  set: PulledSet,
  failure: string,
): Promise<void> => {
  await puller.database.transact(noScope, async (tx) => {
    // First its row, as who stages a page does: the staged rows of another instance are then there, and go too.
    await restartPull(tx, set.id, failure);
    await clearStaging(tx, set.id);
  });
};

/**
 * Pulls a requested set page by page and switches to it; true when this call did. It goes on where an earlier try was cut
 * off. A set whose rows are not those announced is dropped from staging and thrown as `SetDiffers`: nothing was switched.
 */
export const pullSet = async <DB, Events extends EventMap>(
  puller: Puller<DB, Events>,
  id: string,
): Promise<boolean> => {
  for (;;) {
    const pull = await puller.database.transact(noScope, (tx) => readOpenPull(tx, id));
    if (pull === undefined) return false;
    const { set } = pull;
    if (!pull.complete) {
      const page = await puller.fetchPage(set, pull.after, pageRowsMax, pull.cause.traceparent);
      await stagePage(puller, set, pull.after, page);
      continue;
    }
    try {
      return await switchSet(puller, set);
    } catch (error) {
      if (error instanceof SetDiffers) await beginAnew(puller, set, error.message);
      throw error;
    }
  }
};
