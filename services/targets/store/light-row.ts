// A light as its row holds it.
import type { Selectable } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import { decimal } from '#kernel/values/decimal.ts';
import { period } from '#kernel/values/period.ts';
import type { Light, LightReason } from '../domain/light.ts';
import type { LightSince } from '../domain/light-history.ts';
import type { Actual } from '../domain/reached.ts';
import type { Light as LightTable } from './tables.ts';

/** The columns of a light. */
export const lightColumns = [
  'light.since',
  'light.colour',
  'light.reason',
  'light.period',
  'light.actual',
  'light.expected',
  'light.observation_id',
  'light.revision',
  'light.observations',
  'light.rule_version',
] as const;

type LightRow = Omit<Selectable<LightTable>, 'county' | 'target_id'>;

/** The light of a row. The table's own checks allow no other words. */
export const lightSinceOf = (row: LightRow): LightSince => ({
  since: isoDate(row.since),
  colour: row.colour as Light['colour'],
  reason: row.reason as LightReason,
  period: row.period === null ? null : period(row.period),
  actual: row.actual === null ? null : decimal(row.actual),
  expected: row.expected === null ? null : decimal(row.expected),
  observationId: row.observation_id,
  revision: row.revision,
  // As they were written, of the contract's own words.
  observations: row.observations as Actual[] | null,
  ruleVersion: row.rule_version,
});
