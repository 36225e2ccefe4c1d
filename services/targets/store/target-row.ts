// A target as its row holds it.
import type { Selectable } from 'kysely';
import { decimal } from '#kernel/values/decimal.ts';
import type { PeriodKind } from '#kernel/values/period.ts';
import type { Accumulation, Curve } from '../domain/curve.ts';
import type { Direction } from '../domain/light.ts';
import type { Target } from '../domain/target.ts';
import type { Target as TargetTable } from './tables.ts';

/** A target with its id. */
export type StoredTarget = Target & { readonly id: string };

/** The columns of a target as its plan set it. */
export const targetColumns = [
  'target.id',
  'target.indicator_code',
  'target.element_code',
  'target.direction',
  'target.accumulation',
  'target.frequency',
  'target.value',
  'target.curve',
] as const;

type TargetRow = Pick<
  Selectable<TargetTable>,
  'id' | 'indicator_code' | 'element_code' | 'direction' | 'accumulation' | 'frequency' | 'value' | 'curve'
>;

/** The target of a row. The table's own checks allow no other words, and the curve was read before it was stored. */
export const targetOf = (row: TargetRow): StoredTarget => ({
  id: row.id,
  indicatorCode: row.indicator_code,
  elementCode: row.element_code,
  direction: row.direction as Direction,
  accumulation: row.accumulation as Accumulation,
  frequency: row.frequency as PeriodKind,
  value: decimal(row.value),
  curve: row.curve as Curve,
});
