// The documents of an organ under one number of a year, held against another registration of the same number.
import { sql, type Transaction } from 'kysely';
import type { SameNumber } from '../domain/document.ts';
import type { DB } from './tables.ts';

/** Makes registrations of a number wait for one another, and gives those that there are. */
export const lockDocumentNumber = async (
  tx: Transaction<DB>,
  number: {
    readonly county: string;
    readonly organ: string;
    readonly year: number;
    readonly number: number;
  },
): Promise<readonly SameNumber[]> => {
  const { county, organ, year } = number;
  const key = JSON.stringify(['document', county, organ, year, number.number]);
  await sql`select pg_advisory_xact_lock(hashtext(current_schema()), hashtext(${key}))`.execute(tx);
  const { rows } = await sql<SameNumber>`
    select document.id, document.code, document.title, document.date, document.digest, later.id as "correctedBy" from document
    left join document later on later.county = document.county and later.corrects = document.id
    where document.county = ${county} and document.organ = ${organ}
      and document.year = ${year} and document.number = ${number.number}
    order by document.registered_on nulls first, document.id`.execute(tx);
  return rows;
};
