// What the rows of a batch are worth, judged all at once: against elements, the directory, each other and what is known.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import type { PeriodKind } from '#kernel/values/period.ts';
import type { DB } from './tables.ts';

/** What the rows are judged by. */
export interface Judgement {
  readonly county: string;
  readonly period: string;
  readonly periodKind: PeriodKind;
  /** No as-of may lie before it, but for the days that its element allows. */
  readonly periodBegin: IsoDate;
  /** The day whose directory says which units there are. */
  readonly periodEnd: IsoDate;
  readonly today: IsoDate;
  readonly sender: Scoped;
  /** The department whose elements alone it may send; undefined for whoever sends for all. */
  readonly department: string | undefined;
}

/** How many rows are bad, and how many are known already. */
export interface Verdicts {
  readonly rejected: number;
  readonly unchanged: number;
}

// 12 digits name a place in the directory; the code of a tenant is as long as its level.
const tenantCode = (county: string): string => county.padEnd(12, '0');

/** The units that the batch names, with their places on the last day of its period. */
const findUnits = async (tx: Transaction<DB>, by: Judgement): Promise<void> => {
  const day = sql`${by.periodEnd}::date`;
  const scope = compileScope(by.sender, { place: sql.ref('place.place_id'), date: day });
  await sql`
    create temporary table staged_unit on commit drop as
    select unit.code, place.place_id,
      place.place_id is not null and ${scope} and exists (
        select from directory_closure below join directory_place tenant on tenant.place_id = below.ancestor
        where below.descendant = place.place_id and below.valid @> ${day}
          and tenant.code = ${tenantCode(by.county)} and tenant.valid @> ${day} and upper_inf(tenant.recorded)
      ) as within
    from (select distinct unit as code from staged_row) unit
    left join lateral (
      -- Were two places known under one code, each row would count twice.
      select place_id from directory_place
      where code = unit.code and valid @> ${day} and upper_inf(recorded) order by place_id limit 1
    ) place on true`.execute(tx);
  await sql`analyze staged_unit`.execute(tx);
};

const isOwn = ({ department }: Judgement): RawBuilder<SqlBool> =>
  department === undefined ? sql<SqlBool>`true` : sql<SqlBool>`element.source_organisation_id = ${department}`;

/** The first fault of a row in the order of the fields, or that it is known already; null for a good new row. */
const verdict = (by: Judgement): RawBuilder<string | null> => sql`
  case
    when element.code is null then 'ELEMENT_UNKNOWN'
    when not (${isOwn(by)}) then 'ELEMENT_NOT_OWN'
    when unit.place_id is null then 'UNIT_UNKNOWN'
    when not unit.within then 'UNIT_OUT_OF_SCOPE'
    when element.frequency <> ${by.periodKind} then 'PERIOD_WRONG'
    when sent.value not between element.minimum and element.maximum then 'VALUE_OUT_OF_RANGE'
    when scale(trim_scale(sent.value)) > element.precision then 'VALUE_TOO_PRECISE'
    when sent.as_of > ${by.today} then 'DATE_IN_FUTURE'
    when known.revision is not null then
      case when (known.value, known.status, known.as_of, known.reason)
        is not distinct from (sent.value, sent.status, sent.as_of, sent.reason) then 'UNCHANGED' else 'REVISION_CONFLICT' end
    when sent.as_of < ${by.periodBegin}::date - element.as_of_lead_days then 'DATE_INVALID'
    when frozen.place_id is not null and sent.status <> 'corrected' then 'PERIOD_FROZEN'
  end`;

/**
 * Of the rows that are good but for having the same element, unit and revision, the first one stands where all say the same.
 * Where they don't, each is a conflict with the first line that says otherwise: nobody can choose for the sender.
 */
const findRepeated = async (tx: Transaction<DB>): Promise<void> => {
  await sql`
    with repeated as materialized (
      select id, revision from staged_row group by id, revision having count(*) > 1
    ),
    standing as materialized (
      select sent.line, sent.id, sent.revision, (sent.value, sent.status, sent.as_of, sent.reason)
        is distinct from first_value((sent.value, sent.status, sent.as_of, sent.reason)) over same as differs,
        first_value(sent.line) over same as first_line
      from repeated join staged_row sent on sent.id = repeated.id and sent.revision = repeated.revision
      left join staged_verdict verdict on verdict.line = sent.line
      where verdict.code is null or verdict.code = 'UNCHANGED'
      window same as (partition by sent.id, sent.revision order by sent.line)
    ),
    differing as materialized (
      select id, revision, min(line) as line from standing where differs group by id, revision
    ),
    found as materialized (
      select standing.line, case when differing.line is null then 'DUPLICATE_ROW' else 'REVISION_CONFLICT' end as code,
        case when standing.differs or differing.line is null then standing.first_line else differing.line end as first_line
      from standing left join differing on differing.id = standing.id and differing.revision = standing.revision
      where differing.line is not null or standing.line > standing.first_line
    ),
    removed as (
      delete from staged_verdict verdict using found where verdict.line = found.line
    )
    insert into staged_verdict (line, code, first_line) select line, code, first_line from found`.execute(tx);
};

/**
 * Judges the rows in `staged_row` and keeps every verdict but a good one in `staged_verdict`, the units in `staged_unit`: both
 * temporary.
 */
export const judgeRows = async (tx: Transaction<DB>, by: Judgement): Promise<Verdicts> => {
  await findUnits(tx, by);
  await sql`
    create temporary table staged_verdict on commit drop as
    with element as materialized (
      select distinct on (code) code, frequency, minimum, maximum, precision, source_organisation_id, as_of_lead_days
      from data_element where county = ${by.county} order by code, version desc
    ),
    frozen as materialized (
      select distinct code, place_id from observation_freeze, unnest(element_codes) code, unnest(place_ids) place_id
      where county = ${by.county} and ${by.period} = any (periods) and not exists (
        select from lifted_freeze lifted
        where lifted.county = observation_freeze.county and lifted.set_id = observation_freeze.set_id
      )
    )
    select line, code, null::int as first_line from (
      select sent.line, ${verdict(by)} as code
      from staged_row sent
      join staged_unit unit on unit.code = sent.unit
      left join element on element.code = sent.element
      left join frozen on frozen.code = sent.element and frozen.place_id = unit.place_id
      left join observation known on known.county = ${by.county} and known.period = ${by.period}
        and known.element_code = sent.element and known.place_id = unit.place_id and known.revision = sent.revision
    ) judged where code is not null`.execute(tx);
  await findRepeated(tx);
  const { rows } = await sql<{ rejected: string; unchanged: string }>`
    select count(*) filter (where code <> 'UNCHANGED') as rejected, count(*) filter (where code = 'UNCHANGED') as unchanged
    from staged_verdict`.execute(tx);
  return { rejected: Number(rows[0]?.rejected ?? 0), unchanged: Number(rows[0]?.unchanged ?? 0) };
};
