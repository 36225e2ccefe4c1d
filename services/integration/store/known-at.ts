// The condition on recorded time: what is known now, or what was known at an instant.
import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** `table` is the alias of a `directory_place`. */
export const knownAtCondition = (table: string, knownAt: string | undefined): RawBuilder<SqlBool> =>
  knownAt === undefined
    ? sql<SqlBool>`upper_inf(${sql.ref(`${table}.recorded`)})`
    : sql<SqlBool>`${sql.ref(`${table}.recorded`)} @> ${knownAt}::timestamptz`;
