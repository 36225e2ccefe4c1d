// Indicator systems as their rows hold them.
import type { Selectable, Transaction } from 'kysely';
import type { SystemRecord, SystemState, WrittenSystem } from '../domain/indicator-system.ts';
import type { DB, IndicatorSystem } from './tables.ts';

const columns = [
  'id',
  'county',
  'state',
  'revision',
  'system',
  'digest',
  'drafted_on',
  'published_on',
  'document_id',
  'retired_on',
  'retirement_reason',
] as const;

type SystemRow = Pick<Selectable<IndicatorSystem>, (typeof columns)[number]>;

/** The state of a text; the table's own check allows no other. */
export const stateOf = (text: string): SystemState => (text === 'published' || text === 'retired' ? text : 'draft');

// The contract's schema has shaped the content before it was stored.
const isWritten = (content: unknown): content is WrittenSystem =>
  typeof content === 'object' && content !== null && 'indicators' in content;

const writtenOf = (content: unknown): WrittenSystem => {
  if (!isWritten(content)) throw new Error('An indicator system was stored without its indicators.');
  return content;
};

const systemOf = (row: SystemRow): SystemRecord => ({
  id: row.id,
  county: row.county,
  state: stateOf(row.state),
  revision: row.revision,
  system: writtenOf(row.system),
  digest: row.digest,
  draftedOn: row.drafted_on,
  publishedOn: row.published_on,
  documentId: row.document_id,
  retiredOn: row.retired_on,
  retirementReason: row.retirement_reason,
});

const valuesOf = (record: SystemRecord) => ({
  state: record.state,
  revision: record.revision,
  name: record.system.name,
  indicator_count: record.system.indicators.length,
  system: JSON.stringify(record.system),
  digest: record.digest,
  published_on: record.publishedOn,
  document_id: record.documentId,
  retired_on: record.retiredOn,
  retirement_reason: record.retirementReason,
});

/** The system of an id, or undefined where there is none in the scope; locked where it is to be changed. */
export const findSystem = async (
  tx: Transaction<DB>,
  id: string,
  lock: 'lock' | 'read' = 'read',
): Promise<SystemRecord | undefined> => {
  const query = tx.selectFrom('indicator_system').select(columns).where('id', '=', id);
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? undefined : systemOf(row);
};

/** Inserts a draft; false where its code and version are taken. */
export const insertSystem = async (tx: Transaction<DB>, record: SystemRecord): Promise<boolean> => {
  const { id, county, draftedOn, system } = record;
  const row = await tx
    .insertInto('indicator_system')
    .values({ id, county, code: system.code, version: system.version, drafted_on: draftedOn, ...valuesOf(record) })
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
};

/** Saves a system that was locked before. */
export const saveSystem = async (tx: Transaction<DB>, record: SystemRecord): Promise<void> => {
  await tx
    .updateTable('indicator_system')
    .set(valuesOf(record))
    .where('county', '=', record.county)
    .where('id', '=', record.id)
    .execute();
};
