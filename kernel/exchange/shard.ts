// The shard of a key (exchange rule E2).
import { createHash } from 'node:crypto';
import { type QueryExecutorProvider, sql } from 'kysely';
import { shardCount } from './limits.ts';

/** SHA-256(key) mod n, the whole digest read as one number. */
export const shardOf = (key: string, shards: number = shardCount): number =>
  Number(BigInt(`0x${createHash('sha256').update(key, 'utf8').digest('hex')}`) % BigInt(shards));

/** All shards, in order. */
export const allShards: readonly number[] = Array.from({ length: shardCount }, (_, shard) => shard);

/** Refuses to go on with a database that was made for another number of shards: its keys lie elsewhere. */
export const checkShards = async (tx: QueryExecutorProvider, expected: number = shardCount): Promise<void> => {
  const { rows } = await sql<{ value: number }>`
    select value from exchange_setting where name = 'shards'`.execute(tx);
  const found = rows[0]?.value;
  if (found !== expected)
    throw new Error(`The database was made for ${found ?? 'no'} shards and this program works with ${expected}.`);
};
