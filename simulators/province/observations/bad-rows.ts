// Seven bad rows in the observations of one county and month, always the same ones: six spoiled, one sent twice.
import type { Directory } from '../../directory-data/directory.ts';
import { hashText, mix } from '../../values/noise.ts';
import type { BadRows } from '../faults.ts';
import { type Observation, unitsUnder } from './observation.ts';

export type Spoiling =
  | 'unknown-unit'
  | 'unknown-element'
  | 'wrong-period'
  | 'not-a-number'
  | 'out-of-range'
  | 'duplicate'
  | 'future-as-of';

/** One planted row: its place in the data set, its fault, and the day of its repair. */
export type BadRow = {
  readonly unit: string;
  readonly element: string;
  readonly spoiling: Spoiling;
  readonly repairedOn: string;
};

/** No two spoilings share an element, so no row is spoiled twice. */
const spoilings: readonly (readonly [Spoiling, string])[] = [
  ['unknown-unit', 'PB-INSPECTION-SCORE'],
  ['unknown-element', 'PB-ORGANIZATION-LIFE'],
  ['wrong-period', 'PS-LIVELIHOOD-PROJECTS'],
  ['not-a-number', 'EC-FISCAL-REVENUE'],
  ['out-of-range', 'PS-HOTLINE-ON-TIME'],
  ['duplicate', 'EN-WATER-QUALITY'],
  ['future-as-of', 'SM-PETITIONS'],
];

/** The seven rows of a planted fault; no rows when the county does not exist. */
export const badRowsOf = (directory: Directory, { county, period, repairedOn }: BadRows): readonly BadRow[] => {
  const units = unitsUnder(directory, county);
  return spoilings.flatMap(([spoiling, element], index) => {
    const unit = units[mix(hashText(`${county} ${period}`), index) % Math.max(1, units.length)];
    return unit === undefined ? [] : [{ unit: unit.code, element, spoiling, repairedOn }];
  });
};

/** The rows that replace a good row. */
export const spoil = (good: Observation, spoiling: Spoiling): readonly Observation[] => {
  switch (spoiling) {
    case 'unknown-unit':
      return [{ ...good, unit: `${good.unit.slice(0, 6)}998000` }];
    case 'unknown-element':
      return [{ ...good, element: `${good.element}-OLD` }];
    case 'wrong-period':
      return [{ ...good, period: `${good.period.slice(0, 4)}-13` }];
    case 'not-a-number':
      return [{ ...good, value: `约${good.value}` }];
    case 'out-of-range':
      return [{ ...good, value: '135.2' }];
    case 'duplicate':
      return [good, good];
    case 'future-as-of':
      return [{ ...good, asOf: '2099-12-31' }];
    default:
      return spoiling satisfies never;
  }
};
