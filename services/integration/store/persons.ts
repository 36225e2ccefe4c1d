// The one table of personal data: its rows go in and out encrypted.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PersonIndexes, PersonRow } from '../personal/person.ts';
import type { DB } from './tables.ts';

/** Persons that a search shows at most. */
export const personsFoundMax = 50;

/** The counties among the transaction's that know a person. */
export const countiesOfPerson = async (tx: Transaction<DB>, id: string): Promise<string[]> => {
  const rows = await tx.selectFrom('person').select('county').where('id', '=', id).orderBy('county').execute();
  return rows.map(({ county }) => county);
};

/** The person of an id as a county knows it, under a condition on `person`. */
export const findPerson = (
  tx: Transaction<DB>,
  { county, id }: { readonly county: string; readonly id: string },
  condition: RawBuilder<SqlBool>,
): Promise<PersonRow | undefined> =>
  tx
    .selectFrom('person')
    .selectAll()
    .where('county', '=', county)
    .where('id', '=', id)
    .where(condition)
    .executeTakeFirst();

/** The persons of a county with these indexes, under a condition on `person`, by id. */
export const searchPersons = (
  tx: Transaction<DB>,
  county: string,
  by: { readonly name: Buffer | undefined; readonly idNumber: Buffer | undefined },
  condition: RawBuilder<SqlBool>,
): Promise<PersonRow[]> => {
  let query = tx.selectFrom('person').selectAll().where('county', '=', county).where(condition);
  if (by.name !== undefined) query = query.where('name_index', '=', by.name);
  if (by.idNumber !== undefined) query = query.where('id_number_index', '=', by.idNumber);
  return query.orderBy('id').limit(personsFoundMax).execute();
};

/** The indexes of the known persons among these ids, by id. */
export const personIndexes = async (
  tx: Transaction<DB>,
  county: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PersonIndexes>> => {
  const rows = await tx
    .selectFrom('person')
    .select(['id', 'name_index', 'id_number_index', 'state'])
    .where('county', '=', county)
    .where(sql<SqlBool>`id = any (${ids}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
};

/** Inserts or replaces persons. */
export const savePersons = async (tx: Transaction<DB>, rows: readonly PersonRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await tx
    .insertInto('person')
    .values([...rows])
    .onConflict((conflict) =>
      conflict.columns(['county', 'id']).doUpdateSet((set) => ({
        name_cipher: set.ref('excluded.name_cipher'),
        id_number_cipher: set.ref('excluded.id_number_cipher'),
        name_index: set.ref('excluded.name_index'),
        id_number_index: set.ref('excluded.id_number_index'),
        state: set.ref('excluded.state'),
      })),
    )
    .execute();
};

/** Why, and by whom, personal data were read. */
export interface PersonReading {
  readonly county: string;
  readonly personId: string | null;
  readonly subject: string;
  readonly purpose: string;
  readonly traceId: string;
}

/** Keeps the purpose of a reading, beside the audit entry of the same trace. */
export const recordReading = async (tx: Transaction<DB>, reading: PersonReading): Promise<void> => {
  await tx
    .insertInto('person_reading')
    .values({
      county: reading.county,
      person_id: reading.personId,
      subject: reading.subject,
      purpose: reading.purpose,
      trace_id: reading.traceId,
    })
    .execute();
};
