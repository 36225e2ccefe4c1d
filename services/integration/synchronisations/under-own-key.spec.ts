// A repeated call goes under the same key, and under a new one where the key belongs to other content.
import { expect, test } from 'vitest';
import { type Problem, problem } from '#kernel/problem/problem.ts';
import { underOwnKey } from './under-own-key.ts';

/** A callee that answers the first call with these refusals, one after another, then takes what comes. */
const callee = (...refusals: readonly (Problem | Error)[]) => {
  const keys: string[] = [];
  const send = async (key: string): Promise<string> => {
    keys.push(key);
    const refusal = refusals[keys.length - 1];
    if (refusal !== undefined) throw refusal;
    return `taken under ${key}`;
  };
  return { keys, send };
};

test('what is taken goes under the key alone', async () => {
  const { keys, send } = callee();
  expect(await underOwnKey('own', send)).toBe('taken under own');
  expect(keys).toEqual(['own']);
});

test('what differs from an earlier attempt goes under a key that nobody had, another one each time', async () => {
  const [one, other] = [callee(problem('IDEMPOTENCY_KEY_REUSED')), callee(problem('IDEMPOTENCY_KEY_REUSED'))];
  await underOwnKey('own', one.send);
  await underOwnKey('own', other.send);
  expect([one.keys[0], other.keys[0]]).toEqual(['own', 'own']);
  expect(new Set([one.keys[1], other.keys[1], 'own']).size).toBe(3);
});

test.each([
  ['another refusal', problem('VALUE_INVALID', { field: 'x', reason: 'y' })],
  ['a lost answer', problem('SERVICE_UNAVAILABLE', { service: 'indicators' })],
  ['an error', new Error('broken')],
])('%s is not sent again', async (_, refusal) => {
  const { keys, send } = callee(refusal);
  await expect(underOwnKey('own', send)).rejects.toBe(refusal);
  expect(keys).toEqual(['own']);
});

test('a new key that is refused too is the end of it', async () => {
  const { keys, send } = callee(problem('IDEMPOTENCY_KEY_REUSED'), problem('IDEMPOTENCY_KEY_REUSED'));
  await expect(underOwnKey('own', send)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(keys).toHaveLength(2);
});
