// What the targets of a plan are held against: the indicators of its system for its class, and their data elements.
import type { Transaction } from 'kysely';
import { decimal, zero } from '#kernel/values/decimal.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { PeriodKind } from '#kernel/values/period.ts';
import type { ElementAccumulation } from '../domain/curve.ts';
import type { Direction } from '../domain/light.ts';
import type { PlanFrame, PlannedElement, PlannedIndicator } from '../domain/target.ts';
import type { Cycle } from './find-cycle.ts';
import type { DB } from './tables.ts';

/** The indicators of a system as a class is assessed by them, by their codes. */
export const findIndicators = async (
  tx: Transaction<DB>,
  county: string,
  indicatorSystemId: string,
  classCode: string,
): Promise<ReadonlyMap<string, PlannedIndicator>> => {
  const rows = await tx
    .selectFrom('indicator')
    .selectAll()
    .where('county', '=', county)
    .where('indicator_system_id', '=', indicatorSystemId)
    .execute();
  return new Map(
    rows.map((row) => {
      const weight = ownValue(row.weights as Readonly<Record<string, string>>, classCode);
      const indicator: PlannedIndicator = {
        code: row.code,
        elementCode: row.element_code,
        direction: row.direction as Direction,
        aggregation: row.aggregation as PlannedIndicator['aggregation'],
        needsTarget: row.needs_target,
        weight: weight === undefined ? zero : decimal(weight),
      };
      return [row.code, indicator];
    }),
  );
};

const findElements = async (
  tx: Transaction<DB>,
  county: string,
  codes: readonly string[],
): Promise<ReadonlyMap<string, PlannedElement>> => {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('element')
    .selectAll()
    .where('county', '=', county)
    .where('code', 'in', codes)
    .execute();
  return new Map(
    rows.map((row) => [
      row.code,
      {
        code: row.code,
        places: row.places,
        accumulation: row.accumulation as ElementAccumulation,
        frequency: row.frequency as PeriodKind,
        minimum: decimal(row.minimum),
        maximum: decimal(row.maximum),
      },
    ]),
  );
};

/** The frame of a plan of the cycle for a class. */
export const findPlanFrame = async (
  tx: Transaction<DB>,
  county: string,
  { indicatorSystemId, from, to }: Cycle,
  classCode: string,
): Promise<PlanFrame> => {
  const indicators = await findIndicators(tx, county, indicatorSystemId, classCode);
  const codes = [...new Set([...indicators.values()].map(({ elementCode }) => elementCode))];
  return { from, to, indicators, elements: await findElements(tx, county, codes) };
};
