// The observations of data set P4. Each is made when the receiver asks for it, and none is kept.
import type { Directory } from '../../directory-data/directory.ts';
import { monthOf, nextMonth } from '../../values/months.ts';
import { elements } from '../elements.ts';
import type { BadRows, Correction, Slump } from '../faults.ts';
import { type BadRow, badRowsOf, spoil } from './bad-rows.ts';
import { type Delivered, type Observation, unitsUnder } from './observation.ts';
import {
  type PercentOf,
  type PreparedElement,
  type PreparedPlace,
  prepareElement,
  preparePlace,
  valueOf,
} from './value.ts';

/** The position of a record in the list: month, unit, element, and the index among the records of these three. */
export type Position = {
  readonly period: string;
  readonly unit: string;
  readonly element: string;
  readonly index: number;
};

export type Selection = {
  readonly under: string;
  readonly months: readonly string[];
  readonly since: string | undefined;
  /** Only records after this position. */
  readonly after?: Position;
};

/** The planted faults, and the province's day; without a day it shows all records. */
export type Plants = {
  readonly badRows: readonly BadRows[];
  readonly corrections: readonly Correction[];
  readonly slumps: readonly Slump[];
  readonly day: string | undefined;
};

/** Values of a month are delivered on this day of the next one. */
const deliveryDay = '08';
const prepared: readonly PreparedElement[] = elements
  .map(prepareElement)
  .toSorted((a, b) => (a.element.code < b.element.code ? -1 : 1));

const slumpOf = (plants: Plants, element: string, unit: string, year: number): PercentOf | undefined => {
  const ours = plants.slumps.filter((slump) => slump.element === element && slump.unit === unit);
  if (ours.length === 0) return undefined;
  return (month) => {
    const period = `${year}-${String(month).padStart(2, '0')}`;
    return ours.find(({ from, to }) => from <= period && period <= to)?.percent ?? 100;
  };
};

const firstRevision = (at: PreparedElement, place: PreparedPlace, period: string, plants: Plants): Observation => {
  const { code } = at.element;
  const when = monthOf(period);
  return {
    element: code,
    unit: place.code,
    period,
    revision: 1,
    value: valueOf(at, place, when, slumpOf(plants, code, place.code, when.year)),
    status: code.startsWith('EC-') ? 'preliminary' : 'confirmed',
    asOf: `${nextMonth(period)}-${deliveryDay}`,
    reason: null,
  };
};

const correctionsOf = (plants: Plants, element: string, unit: string, period: string): Observation[] =>
  plants.corrections
    .filter((planted) => planted.element === element && planted.unit === unit && planted.period === period)
    .toSorted((a, b) => (a.asOf < b.asOf ? -1 : a.asOf > b.asOf ? 1 : 0))
    .map(({ value, asOf, reason }, index) => ({
      element,
      unit,
      period,
      revision: index + 2,
      value,
      status: 'corrected',
      asOf,
      reason,
    }));

const delivered = (record: Observation): Delivered => ({ record, deliveredOn: record.asOf });

/** All records of one unit, element and month, good and spoiled, whether or not they are known by today. */
const recordsOf = (
  at: PreparedElement,
  place: PreparedPlace,
  period: string,
  plants: Plants,
  bad: readonly BadRow[],
): readonly Delivered[] => {
  const { code } = at.element;
  const first = firstRevision(at, place, period, plants);
  const later = plants.corrections.length === 0 ? [] : correctionsOf(plants, code, place.code, period).map(delivered);
  const planted = bad.find((row) => row.unit === place.code && row.element === code);
  if (planted === undefined) return [delivered(first), ...later];
  const repaired = plants.day !== undefined && plants.day >= planted.repairedOn;
  if (!repaired)
    return [...spoil(first, planted.spoiling).map((record) => ({ record, deliveredOn: first.asOf })), ...later];
  // Of a row that was sent twice one was good all the time: it does not change.
  return [delivered(planted.spoiling === 'duplicate' ? first : { ...first, asOf: planted.repairedOn }), ...later];
};

const isShown = ({ deliveredOn }: Delivered, day: string | undefined, since: string | undefined): boolean =>
  (day === undefined || deliveredOn <= day) && (since === undefined || deliveredOn >= since);

/** The observations of a selection in the order of period, unit, element and revision. */
export const observations = function* (
  directory: Directory,
  seed: number,
  selection: Selection,
  plants: Plants,
): Generator<{ readonly record: Observation; readonly position: Position }> {
  const { after, since } = selection;
  const units = unitsUnder(directory, selection.under);
  for (const period of selection.months) {
    if (after !== undefined && period < after.period) continue;
    // No record of this month is delivered yet.
    if (plants.day !== undefined && `${nextMonth(period)}-${deliveryDay}` > plants.day) return;
    const bad = plants.badRows.flatMap((planted) => (planted.period === period ? badRowsOf(directory, planted) : []));
    for (const unit of units) {
      if (after !== undefined && period === after.period && unit.code < after.unit) continue;
      const place = preparePlace(seed, unit);
      for (const at of prepared) {
        const { code } = at.element;
        const sameUnit = after !== undefined && period === after.period && unit.code === after.unit;
        if (sameUnit && code < after.element) continue;
        const skipped = sameUnit && code === after.element ? after.index : -1;
        for (const [index, entry] of recordsOf(at, place, period, plants, bad).entries())
          if (index > skipped && isShown(entry, plants.day, since))
            yield { record: entry.record, position: { period, unit: unit.code, element: code, index } };
      }
    }
  }
};
