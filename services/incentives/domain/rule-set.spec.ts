// A rule set must not contradict itself, and one version of it never changes.
import { describe, expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import type { MeasureRule } from './measure-rule.ts';
import { faultsOf, publishRuleSet, registerRuleSet, supersedeRuleSet } from './rule-set.ts';
import { measureRules } from './rules.fixture.ts';

const [commendation, quota, rectification] = measureRules as [MeasureRule, MeasureRule, MeasureRule];
const { parameter: _share, ...quotaWithoutShare } = quota;
const day = isoDate('2026-03-25');
const draft = { county: '330381', code: 'rules', version: 1, name: '规则', source: 'assumed', measureRules };

describe('the faults of a rule set', () => {
  test.each<[string, readonly MeasureRule[], readonly string[]]>([
    ['are none where each rule is sound', measureRules, []],
    ['name a code that is used twice', [commendation, commendation], ['/body/measureRules/1/code CODE_TWICE']],
    [
      'name a person quota without its share',
      [quotaWithoutShare],
      ['/body/measureRules/0/parameter PARAMETER_MISSING'],
    ],
    [
      'name a share above one',
      [{ ...quota, parameter: '1.01' }],
      ['/body/measureRules/0/parameter SHARE_OUT_OF_RANGE'],
    ],
    ['name a negative share', [{ ...quota, parameter: '-0.3' }], ['/body/measureRules/0/parameter SHARE_OUT_OF_RANGE']],
    [
      'name a number on a measure that has none',
      [{ ...rectification, parameter: '2' }],
      ['/body/measureRules/0/parameter PARAMETER_UNFIT'],
    ],
    [
      'name two person quotas for one grade',
      [quota, { ...quota, code: 'other', grades: ['good', 'excellent'] }],
      ['/body/measureRules/1/grades QUOTA_TWICE'],
    ],
  ])('%s', (_title, rules, wanted) => {
    expect(faultsOf(rules).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual(wanted);
  });

  test('allow a share of exactly one and of none', () => {
    expect(faultsOf([{ ...quota, parameter: '1' }])).toEqual([]);
    expect(faultsOf([{ ...quota, parameter: '0' }])).toEqual([]);
  });
});

describe('a rule set', () => {
  test('is the same thing by county, code and version, and its digest tells what it says', () => {
    const first = registerRuleSet(draft, day);
    const changed = registerRuleSet({ ...draft, measureRules: [commendation] }, day);
    expect(changed.id).toBe(first.id);
    expect(changed.digest).not.toBe(first.digest);
    expect(registerRuleSet({ ...draft, version: 2 }, day).id).not.toBe(first.id);
  });

  test('comes into force once, by a document', () => {
    const published = publishRuleSet(registerRuleSet(draft, day), 'document', day);
    if (!published.ok) throw new Error('It should have been published.');
    expect(published.value).toMatchObject({ state: 'published', revision: 2, documentId: 'document' });
    expect(publishRuleSet(published.value, 'document', day)).toMatchObject({ refusal: { code: 'STATE_CONFLICT' } });
    expect(publishRuleSet(supersedeRuleSet(published.value), 'document', day)).toMatchObject({
      refusal: { code: 'STATE_CONFLICT', params: { state: '已被取代' } },
    });
  });
});
