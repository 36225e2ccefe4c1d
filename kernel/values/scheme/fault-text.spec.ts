// Clauses of fault texts: every parameter is filled in, none is left in braces.
import { expect, test } from 'vitest';
import type { Fault } from './fault.ts';
import { faultText } from './fault-text.ts';

test.each([
  [
    { code: 'WEIGHTS_DO_NOT_SUM', params: { class: 'island', total: '100', sum: '99.99' } },
    '分类 island 的权重合计为 99.99 而非 100',
  ],
  [{ code: 'UNKNOWN_INDICATOR', params: { elementCode: 'EC-X' } }, '没有指标或数据元 EC-X'],
  [{ code: 'EMPTY', params: {} }, '不得为空'],
  [{ code: 'MONTHS_TOO_MANY', params: { months: 72, limit: 60 } }, '跨度 72 个月超过上限 60 个月'],
  [
    { code: 'OBSERVATION_MISSING', params: { unitId: 'u1', indicatorCode: 'A', lacking: 2 } },
    '考核单位 u1 缺数据的指标为 A',
  ],
] as const satisfies readonly (readonly [Omit<Fault, 'pointer'>, string])[])('%j', (fault, want) => {
  expect(faultText({ pointer: '', ...fault })).toBe(want);
});
