// The targets that townships set themselves: by last year, by the precision of the data element, with the curve of the scheme.
import { describe, expect, test } from 'vitest';
import { decimal } from '#kernel/values/decimal.ts';
import { targetedIndicators, targetOf } from '../../../demonstration/acts/targets-of.ts';
import { readScheme } from '../../../demonstration/scheme.ts';

const scheme = readScheme();
const growth = decimal('1.02');
const indicator = (code: string): (typeof scheme.indicatorSystem.indicators)[number] => {
  const found = scheme.indicatorSystem.indicators.find((one) => one.code === code);
  if (found === undefined) throw new Error(`There is no indicator ${code}.`);
  return found;
};

describe('a township sets a target for each indicator that scores against one', () => {
  test.each([
    ['urban', ['EC-01', 'EC-03', 'PS-02']],
    ['island', ['EC-01', 'PS-02']],
  ])('in the class %s for %j', (classCode, wanted) => {
    expect(targetedIndicators(scheme, classCode).map(({ code }) => code)).toEqual(wanted);
  });
});

describe('a target', () => {
  test('of an amount grows on last year, to the precision of the data element, along the curve', () => {
    expect(targetOf(scheme, indicator('EC-01'), { lastYear: decimal('28409.75'), precision: 2 }, growth)).toEqual({
      indicatorCode: 'EC-01',
      value: '28977.95',
      curve: {
        kind: 'points',
        points: [
          { period: '2025-03', value: '7244.49' },
          { period: '2025-06', value: '14488.98' },
          { period: '2025-09', value: '21733.46' },
          { period: '2025-12', value: '28977.95' },
        ],
      },
    });
  });

  test.each([
    ['9', '9', ['4', '6', '9']],
    ['0', '1', ['0', '1', '1']],
  ])('of a number that was %s last year is %s, in whole numbers %j', (lastYear, value, points) => {
    const target = targetOf(scheme, indicator('EC-03'), { lastYear: decimal(lastYear), precision: 0 }, growth);
    expect(target.value).toBe(value);
    expect(target.curve.kind === 'points' ? target.curve.points.map((point) => point.value) : []).toEqual(points);
  });

  test('of projects is all of them, whatever last year was', () => {
    expect(targetOf(scheme, indicator('PS-02'), { lastYear: undefined, precision: 2 }, growth).value).toBe('100');
  });

  test('of an amount can not be set where last year is unknown', () => {
    expect(() => targetOf(scheme, indicator('EC-01'), { lastYear: undefined, precision: 2 }, growth)).toThrow(
      'EC-FISCAL-REVENUE',
    );
  });
});
