// The answer of a write under its Idempotency-Key, claimed and stored in the command's own transaction.
import { type QueryExecutorProvider, sql } from 'kysely';
import { problem } from '#kernel/problem/problem.ts';

/** How long a twin waits for the request that came first. */
export const twinWaitMs = 5_000;
/** How long an answer is kept, by the real clock. */
export const keptDays = 7;

/** Who sent which key to which operation. */
export interface IdempotencyClaim {
  readonly county: string;
  readonly client: string;
  readonly operation: string;
  readonly key: string;
}

/** An answer as it was given the first time. */
export interface StoredAnswer {
  readonly fingerprint: string;
  readonly status: number;
  readonly body: unknown;
  readonly etag: string | null;
}

const lockNotAvailable = '55P03';

const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === lockNotAvailable;

/**
 * Claims the key. Returns the stored answer where the request was done before, undefined where it is new. A twin that is
 * under way is waited for, 5 s at most, then IDEMPOTENCY_IN_PROGRESS. An answer older than 7 days counts as none.
 */
export const claim = async (tx: QueryExecutorProvider, given: IdempotencyClaim): Promise<StoredAnswer | undefined> => {
  const { county, client, operation, key } = given;
  await sql`select set_config('lock_timeout', ${`${twinWaitMs}ms`}, true)`.execute(tx);
  try {
    // The insert waits for a twin's transaction to end: it is the lock.
    const { rows } = await sql<{ fresh: boolean }>`
      insert into idempotency as kept (county, client, operation, key) values (${county}, ${client}, ${operation}, ${key})
      on conflict (county, client, operation, key) do update
        set fingerprint = null, status = null, body = null, etag = null, stored_at = clock_timestamp()
        where kept.stored_at < clock_timestamp() - make_interval(days => ${keptDays})
      returning true as fresh`.execute(tx);
    if (rows.length > 0) return undefined;
  } catch (error) {
    if (isLockTimeout(error)) throw problem('IDEMPOTENCY_IN_PROGRESS', {}, { cause: error });
    throw error;
  } finally {
    await sql`select set_config('lock_timeout', '10s', true)`.execute(tx).catch(() => undefined);
  }
  const { rows } = await sql<StoredAnswer>`
    select fingerprint, status, body, etag from idempotency
    where county = ${county} and client = ${client} and operation = ${operation} and key = ${key}`.execute(tx);
  const stored = rows[0];
  if (stored === undefined) throw problem('IDEMPOTENCY_IN_PROGRESS');
  return stored;
};

/** Stores the answer under the claimed key. It is kept only if the transaction commits: refusals are not stored. */
export const storeAnswer = async (
  tx: QueryExecutorProvider,
  given: IdempotencyClaim,
  answer: StoredAnswer,
): Promise<void> => {
  await sql`
    update idempotency set fingerprint = ${answer.fingerprint}, status = ${answer.status},
      body = ${answer.body === undefined ? null : JSON.stringify(answer.body)}::json, etag = ${answer.etag}
    where county = ${given.county} and client = ${given.client} and operation = ${given.operation} and key = ${given.key}`.execute(
    tx,
  );
};

/** Removes answers past their time, some at once, so that no long lock is held. Returns how many. Runs as the exchange role. */
export const sweepIdempotency = async (tx: QueryExecutorProvider, atOnce: number): Promise<number> => {
  const { rows } = await sql<{ n: string }>`
    with old as (
      select county, client, operation, key from idempotency
      where stored_at < clock_timestamp() - make_interval(days => ${keptDays}) limit ${atOnce}
    ), gone as (
      delete from idempotency i using old
      where (i.county, i.client, i.operation, i.key) = (old.county, old.client, old.operation, old.key) returning 1
    ) select count(*)::text as n from gone`.execute(tx);
  return Number(rows[0]?.n ?? 0);
};
