// A streamed body while it is digested: given up when its sender is silent, and not when its reader is slow.
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import { type Fingerprint, fingerprintOf } from './fingerprint.ts';
import type { Admission } from './request.ts';

const silentMs = 60_000;
const operation = operationsOf('indicators', contractOf('indicators')).find(
  ({ operationId }) => operationId === 'sendObservationBatch',
);

const reading = (stream: PassThrough): Fingerprint => {
  if (operation === undefined) throw new Error('The contract has no operation.');
  const admission: Admission = { request: { path: {}, query: {}, contentType: 'text/csv' }, stream };
  return fingerprintOf(operation, admission);
};

describe('a streamed body', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('is given up when its sender brings nothing for a minute', async () => {
    const { stream } = reading(new PassThrough());
    if (stream === undefined) throw new Error('The body is not streamed.');
    const ended = finished(stream.resume());
    vi.advanceTimersByTime(silentMs);
    await expect(ended).rejects.toMatchObject({ code: 'UPLOAD_STALLED' });
  });

  it('is not given up while what it brought waits for its reader', async () => {
    const sender = new PassThrough();
    const fingerprint = reading(sender);
    const { stream } = fingerprint;
    if (stream === undefined) throw new Error('The body is not streamed.');
    sender.end('a,b');
    await new Promise((resolve) => stream.once('readable', resolve));
    vi.advanceTimersByTime(3 * silentMs);
    expect(stream.destroyed).toBe(false);
    await expect(fingerprint.drain()).resolves.toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the fingerprint of a JSON body', () => {
  const register = operationsOf('integration', contractOf('integration')).find(
    ({ operationId }) => operationId === 'registerDocument',
  );
  const of = (body: unknown): Fingerprint => {
    if (register === undefined) throw new Error('The contract has no operation.');
    return fingerprintOf(register, { request: { path: {}, query: {}, contentType: 'application/json', body } });
  };
  const said = { title: 'a', year: 2025, nested: { b: [1, 2], c: null } };

  it.each<[string, unknown]>([
    ['in another order', { nested: { c: null, b: [1, 2] }, year: 2025, title: 'a' }],
    ['with a number written otherwise', JSON.parse('{"title":"a","year":2.025e3,"nested":{"b":[1.0,2],"c":null}}')],
  ])('is the same for members %s', async (_case, again) => {
    const stored = await of(said).drain();
    expect(await of(again).matches(stored)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['another value', { ...said, title: 'b' }],
    ['a list in another order', { ...said, nested: { b: [2, 1], c: null } }],
    ['a member more', { ...said, more: null }],
    ['a text for a number', { ...said, year: '2025' }],
    ['no body', undefined],
  ])('is another one for %s', async (_case, other) => {
    const stored = await of(said).drain();
    expect(await of(other).matches(stored)).toBe(false);
  });

  it('finds the answer that release 0.1 stored for the same bytes, and for no others', async () => {
    const request = { operation: 'registerDocument', path: {}, query: {}, contentType: 'application/json' };
    const stored = digestOf({ ...request, body: JSON.stringify(said) });
    expect(await of(said).matches(stored)).toBe(true);
    expect(await of({ ...said, year: 2026 }).matches(stored)).toBe(false);
  });
});
