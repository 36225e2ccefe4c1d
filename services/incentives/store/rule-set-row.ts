// A rule set as its row holds it.
import { type RawBuilder, type Selectable, sql } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import type { MeasureRule } from '../domain/measure-rule.ts';
import type { RuleSet } from '../domain/rule-set.ts';
import type { RuleSet as Table } from './tables.ts';

/** The columns of a rule set without its rules. */
export const ruleSetColumns = [
  'id',
  'county',
  'code',
  'version',
  'name',
  'source',
  'state',
  'revision',
  'digest',
  'registered_on',
  'published_on',
  'document_id',
] as const;

/** The rules, typed as the contract checked them when they came in. */
export const rulesColumn: RawBuilder<readonly MeasureRule[]> = sql<readonly MeasureRule[]>`measure_rules`;

type Row = Pick<Selectable<Table>, (typeof ruleSetColumns)[number]> & { readonly rules: readonly MeasureRule[] };

// The table's own check allows no other state.
const stateOf = (state: string): RuleSet['state'] =>
  state === 'registered' || state === 'published' ? state : 'superseded';

/** The rule set of a row. */
export const ruleSetOf = (row: Row): RuleSet => ({
  id: row.id,
  county: row.county,
  code: row.code,
  version: row.version,
  name: row.name,
  source: row.source,
  measureRules: row.rules,
  digest: row.digest,
  state: stateOf(row.state),
  revision: row.revision,
  registeredOn: isoDate(row.registered_on),
  publishedOn: row.published_on === null ? null : isoDate(row.published_on),
  documentId: row.document_id,
});
