// A measure as its row holds it.
import { type Selectable, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import type { Execution, LackingFact, Measure, MeasureOpinion, MeasureState } from '../domain/measure.ts';
import type { Grade, MeasureRule } from '../domain/measure-rule.ts';
import type { DB, Measure as Table } from './tables.ts';

const measureColumns = [
  'id',
  'county',
  'cycle_id',
  'year',
  'team_id',
  'organisation_id',
  'place_id',
  'team_grade_id',
  'grade_decision_id',
  'grade_document_id',
  'rule_set_id',
  'rule_code',
  'proposed_on',
  'version',
  'opinion',
  'opinion_on',
  'decision_id',
  'effect_from',
  'effect_to',
  'delivered_on',
  'executed_on',
  'executed_document',
] as const;

/** A row of the table; what its checks, or the rule set that it was copied from, hold to closer types has these. */
export type MeasureRow = Pick<Selectable<Table>, (typeof measureColumns)[number]> & {
  readonly grade: Grade;
  readonly state: MeasureState;
  readonly rule: MeasureRule;
  readonly lacks: readonly LackingFact[];
};

/** A query of whole measures. */
export const selectMeasures = (tx: Transaction<DB>): SelectQueryBuilder<DB, 'measure', MeasureRow> =>
  tx
    .selectFrom('measure')
    .select([
      ...measureColumns,
      sql<Grade>`measure.grade`.as('grade'),
      sql<MeasureState>`measure.state`.as('state'),
      sql<MeasureRule>`measure.rule`.as('rule'),
      sql<readonly LackingFact[]>`measure.lacks`.as('lacks'),
    ]);

const dateOrNull = (text: string | null): IsoDate | null => (text === null ? null : isoDate(text));

const opinionOf = (row: MeasureRow): MeasureOpinion | null =>
  row.opinion === null || row.opinion_on === null ? null : { text: row.opinion, on: isoDate(row.opinion_on) };

const executionOf = (row: MeasureRow): Execution | null =>
  row.executed_on === null || row.executed_document === null
    ? null
    : { on: isoDate(row.executed_on), document: row.executed_document };

/** The measure of a row. */
export const measureOf = (row: MeasureRow): Measure => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  year: row.year,
  teamId: row.team_id,
  organisationId: row.organisation_id,
  placeId: row.place_id,
  teamGradeId: row.team_grade_id,
  grade: row.grade,
  gradeDecisionId: row.grade_decision_id,
  gradeDocumentId: row.grade_document_id,
  ruleSetId: row.rule_set_id,
  rule: row.rule,
  lacks: row.lacks,
  proposedOn: isoDate(row.proposed_on),
  state: row.state,
  version: row.version,
  opinion: opinionOf(row),
  decisionId: row.decision_id,
  effectFrom: dateOrNull(row.effect_from),
  effectTo: dateOrNull(row.effect_to),
  deliveredOn: dateOrNull(row.delivered_on),
  execution: executionOf(row),
});
