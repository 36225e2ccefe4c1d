// A small scheme for specs of evaluation: two indicators whose points anyone can compute by hand.
import { businessId } from '#kernel/values/identifier.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';

/** Revenue: 60 points by actual ÷ target, at most 1.2. Water: 40 points by the value ÷ the best one. */
export const indicatorSystem: Written<IndicatorSystem> = {
  code: 'small',
  version: 1,
  name: '小型指标体系（虚构）',
  total: '100',
  precision: 2,
  dimensions: [
    { code: 'EC', name: '经济发展' },
    { code: 'EN', name: '环境保护' },
  ],
  classes: [{ code: 'plain', name: '平原类' }],
  indicators: [
    {
      code: 'revenue',
      name: '一般公共预算收入',
      dimensionCode: 'EC',
      elementCode: 'E-REVENUE',
      direction: 'higher',
      aggregation: { method: 'latest', frequency: 'year', mayLack: 0 },
      rule: { type: 'target-completion', cap: '1.2', floor: '0' },
      missing: 'block',
      weights: { plain: '60' },
      source: 'assumed',
    },
    {
      code: 'water',
      name: '河道断面水质',
      dimensionCode: 'EN',
      elementCode: 'E-WATER',
      direction: 'higher',
      aggregation: { method: 'latest', frequency: 'year', mayLack: 0 },
      rule: { type: 'ratio-to-best', among: 'all', floor: '0' },
      missing: 'zero',
      weights: { plain: '40' },
      source: 'assumed',
    },
  ],
};

export const indicatorSystemId: string = businessId('indicator-system', '330381', 'small', '1');

/** The departments that sign the two elements. */
export const departments: Readonly<Record<'finance' | 'water', string>> = {
  finance: businessId('organisation', 'finance'),
  water: businessId('organisation', 'water'),
};

/**
 * The rules of a cycle: 3 working days for objections, 10 for the decision of each from its receipt, 优秀 for at most `share` of the
 * teams from 80 points.
 */
export const rules = (share = '0.3'): object => ({
  code: 'small',
  version: 1,
  gradingRules: {
    team: {
      excellent: { share, rounding: 'down', seats: 'one-pool', from: '80', source: 'assumed' },
      bands: [
        { grade: 'good', from: '75', source: 'assumed' },
        { grade: 'fair', from: '60', source: 'assumed' },
        { grade: 'poor', from: null, source: 'assumed' },
      ],
      bars: [{ code: 'safety-accident', name: '发生较大以上生产安全责任事故', source: 'assumed' }],
    },
  },
  deadlines: {
    objection: { unit: 'working-days', days: 3, source: '杭州市绩效管理条例第二十五条' },
    objectionDecision: { unit: 'working-days', days: 10, from: 'receipt', source: '杭州市绩效管理条例第二十五条' },
    noticeAnswer: { unit: 'working-days', days: 10, source: '杭州市绩效管理条例第二十条' },
    publicity: { unit: 'working-days', days: 5, source: '公务员考核规定（2020）' },
  },
  lightRules: {
    version: 'small-1',
    green: { completion: '0.95', source: 'assumed' },
    yellow: { completion: '0.85', source: 'assumed' },
    dataDue: { unit: 'calendar-days', days: 15, source: 'assumed' },
    notices: { colours: ['yellow', 'red'], source: 'assumed' },
    curves: [],
  },
});

/** What a township came to in the year: revenue against a target of 100, and water quality. */
export interface Performance {
  readonly code: string;
  readonly revenue: string | null;
  readonly water: string | null;
}

/**
 * Six townships. Totals 100, 95, 90, 89.2, 80 and 66: of 6 × 30 % = 1.8 excellent teams one remains, and a line of +1 on the fourth
 * moves two ranks.
 */
export const performances: readonly Performance[] = [
  { code: '330381001000', revenue: '100', water: '100' },
  { code: '330381002000', revenue: '95', water: '95' },
  { code: '330381003000', revenue: '90', water: '90' },
  { code: '330381004000', revenue: '90', water: '88' },
  { code: '330381005000', revenue: '80', water: '80' },
  { code: '330381006000', revenue: '70', water: '60' },
];
