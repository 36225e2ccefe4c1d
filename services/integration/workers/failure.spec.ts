// Why an attempt failed reads as a sentence in both languages, whatever failed: never as JSON, a code or a text of the database.
import { describe, expect, test } from 'vitest';
import { type ProblemCode, problemCatalogue } from '#contracts/generated/problems.ts';
import { problem } from '#kernel/problem/problem.ts';
import { PartnerFailure } from '../partners/failure.ts';
import { attemptFailure } from './failure.ts';

const codes = Object.keys(problemCatalogue) as ProblemCode[];

describe('a refusal of our own service', () => {
  test.each(codes)('%s is a sentence', (code) => {
    const { sentence } = attemptFailure(problem(code, { line: 1, reason: 'x', county: '330381' }));
    expect(sentence).toMatch(/\p{Script=Han}.*（[A-Z]/u);
    expect(sentence).not.toMatch(/\{"|[A-Z]{3,}_[A-Z]/);
  });

  test('says what it named', () => {
    const { sentence } = attemptFailure(problem('BATCH_TOO_LONG', { limit: 2_000_000 }));
    expect(sentence).toContain('一个批次最多 2000000 行');
    expect(sentence).toContain('at most 2000000 rows');
  });
});

test.each([
  ['unavailable', '对方系统暂时无法应答（the province did not answer in time）', true],
  ['refused', '对方系统拒绝了请求（the province did not answer in time）', false],
  ['unusable', '对方系统的答复无法使用（the province did not answer in time）', false],
] as const)('a partner that is %s is named so', (kind, sentence, mayPass) => {
  expect(attemptFailure(new PartnerFailure(kind, 'the province did not answer in time'))).toEqual({
    mayPass,
    sentence,
  });
});

test('a text of the database goes to nobody', () => {
  const { sentence } = attemptFailure(Object.assign(new Error('Key (id_number)=(…) exists'), { code: '23505' }));
  expect(sentence).toBe('处理失败（The attempt failed: Error 23505）');
});
