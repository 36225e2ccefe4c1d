// Faults as an answer lists them: each with a sentence, in Chinese, and in English for who asks for it.
import { expect, test } from 'vitest';
import { inEnglish } from '#kernel/problem/terms.ts';
import { faultCodes } from '#kernel/values/scheme/fault-text.ts';
import { fieldFaults } from './field-faults.ts';

// Every name that a fault may give, so that no sentence lacks one.
const params = {
  dimension: 'EC',
  class: 'urban',
  indicatorCode: 'EC-01',
  unitId: 'u1',
  elementCode: 'E-1',
  weight: '-1',
  sum: '99',
  total: '100',
  places: 2,
  months: 72,
  limit: 60,
  period: '2025-01',
  revision: 1,
};

test.each(faultCodes)('%s has a sentence, and an English one', (code) => {
  const [fault] = fieldFaults([{ pointer: '/indicators/0', code, params }], '/body');
  expect(fault).toMatchObject({ pointer: '/body/indicators/0', code });
  expect(fault?.expected).toMatch(/\p{Script=Han}/u);
  expect(fault?.expected).not.toMatch(/[{}、，。；：]/u);
  expect(inEnglish(fault?.expected ?? '')).not.toMatch(/\p{Script=Han}/u);
});

test('a sentence names what is wrong, not the names of parameters', () => {
  const faults = fieldFaults([{ pointer: '/classes/0', code: 'WEIGHTS_DO_NOT_SUM', params }], '');
  expect(faults[0]?.expected).toBe('分类 urban 的权重合计为 99 而非 100');
  expect(inEnglish(faults[0]?.expected ?? '')).toBe('the class urban has weights that sum to 99 instead of 100');
});
