// The light rules of a cycle that is to be opened: rules that contradict themselves or the scheme are refused by their place.
import { describe, expect, test } from 'vitest';
import { period } from '#kernel/values/period.ts';
import scheme from '../../../rulesets/ruian-thread.json' with { type: 'json' };
import { checkLightRules, type LightRulesGround, lightRulesBytesMax, type WrittenLightRules } from './light-rules.ts';

const written = scheme.lightRules as WrittenLightRules;
const ground: LightRulesGround = {
  indicatorCodes: new Set(scheme.indicatorSystem.indicators.map(({ code }) => code)),
  from: period('2025-01'),
  to: period('2025-12'),
};
const curve = (given: object) => ({ curves: [{ indicatorCode: 'EC-01', kind: 'points', ...given }] });
const points = (...months: readonly number[]) => months.map((month) => ({ month, share: '0.5' }));
const refusalOf = (change: object, of: LightRulesGround = ground) => {
  const checked = checkLightRules({ ...written, ...change }, of);
  return checked.ok ? undefined : [checked.refusal.code, checked.refusal.path];
};

test('those of the short year are accepted, and so is a scheme without a yellow zone', () => {
  expect(refusalOf({})).toBeUndefined();
  expect(refusalOf({ green: { completion: '0.9' }, yellow: { completion: '0.9' } })).toBeUndefined();
});

describe('light rules', () => {
  test.each([
    ['green below yellow', { green: { completion: '0.8' }, yellow: { completion: '0.9' } }, '/green/completion'],
    ['a negative completion', { yellow: { completion: '-0.1' } }, '/yellow/completion'],
    ['a completion above the whole', { green: { completion: '1.1' } }, '/green/completion'],
    [
      'a curve of an unknown indicator',
      { curves: [{ indicatorCode: 'XX-99', kind: 'even' }] },
      '/curves/0/indicatorCode',
    ],
    [
      'two curves of an indicator',
      { curves: [1, 2].map(() => ({ indicatorCode: 'EC-01', kind: 'even' })) },
      '/curves/1/indicatorCode',
    ],
    ['points of an even curve', curve({ kind: 'even', points: points(6) }), '/curves/0/points'],
    ['no points of a curve by points', curve({}), '/curves/0/points'],
    ['points out of their order', curve({ points: points(6, 3) }), '/curves/0/points/1/month'],
    ['two points of a month', curve({ points: points(6, 6) }), '/curves/0/points/1/month'],
    ['a negative share', curve({ points: [{ month: 6, share: '-0.5' }] }), '/curves/0/points/0/share'],
  ])('with %s are refused', (_what, change, path) => {
    expect(refusalOf(change)).toEqual(['VALUE_INVALID', `/rules/lightRules${path}`]);
  });

  test('with a point outside the months of the cycle are refused', () => {
    const half = { ...ground, to: period('2025-06') };
    expect(refusalOf(curve({ points: points(3, 9) }), half)).toEqual([
      'VALUE_INVALID',
      '/rules/lightRules/curves/0/points/1/month',
    ]);
  });

  test('that no event could carry are refused', () => {
    const source = '据'.repeat(lightRulesBytesMax / 3);
    expect(refusalOf({ green: { completion: '0.9', source } })).toEqual(['LIGHT_RULES_TOO_LARGE', '/rules/lightRules']);
  });
});
