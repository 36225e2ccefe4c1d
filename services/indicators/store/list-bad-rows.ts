// The rows that were judged bad, with what a person needs to see of them.
import { sql, type Transaction } from 'kysely';
import type { PeriodKind } from '#kernel/values/period.ts';
import type { DB } from './tables.ts';

/**
 * A bad row as it was staged, with what its element says where that is known. `firstLine` is the other row that it repeats or
 * contradicts.
 */
export interface BadRow {
  readonly line: number;
  readonly code: string;
  readonly firstLine: number | null;
  readonly element: string;
  readonly unit: string;
  readonly revision: number;
  readonly value: string;
  readonly status: string;
  readonly asOf: string;
  readonly reason: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly precision: number | null;
  readonly frequency: PeriodKind | null;
  readonly asOfLeadDays: number | null;
}

/** The first bad rows by line. Call it after `judgeRows`, in its transaction. */
export const listBadRows = async (tx: Transaction<DB>, county: string, limit: number): Promise<readonly BadRow[]> => {
  const { rows } = await sql<BadRow>`
    select bad.line, bad.code, bad.first_line as "firstLine", sent.element, sent.unit, sent.revision, sent.value, sent.status,
      sent.as_of as "asOf", sent.reason, element.minimum, element.maximum, element.precision, element.frequency,
      element.as_of_lead_days as "asOfLeadDays"
    from (select line, code, first_line from staged_verdict where code <> 'UNCHANGED' order by line limit ${limit}) bad
    join staged_row sent on sent.line = bad.line
    left join lateral (
      select minimum, maximum, precision, frequency, as_of_lead_days from data_element
      where county = ${county} and code = sent.element order by version desc limit 1
    ) element on true
    order by bad.line`.execute(tx);
  return rows;
};
