// What makes two requests the same. A streamed body is given up when its sender is silent, and not when its reader is slow.
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
  it('that its sender breaks off is no failure of ours', async () => {
    const sender = new PassThrough();
    const fingerprint = reading(sender);
    sender.write('a,b');
    sender.destroy(new Error('aborted'));
    await expect(fingerprint.drain()).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF', status: 400 });
  });

  it('is the same by its bytes alone', async () => {
    const sent = (bytes: string): Fingerprint => reading(new PassThrough().end(bytes));
    const stored = await sent('a,b').drain();
    expect(await sent('a,b').matches(stored)).toBe(true);
    expect(await sent('a, b').matches(stored)).toBe(false);
  });
});

describe('a streamed body in time', () => {
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

describe('a request with a JSON body', () => {
  const [one] = operationsOf('targets', contractOf('targets')).filter(({ operationId }) => operationId === 'draftPlan');
  if (one === undefined) throw new Error('The contract has no operation.');
  const request = { path: { a: '1' }, query: { county: '330381', limit: '5' }, contentType: 'application/json' };
  const fingerprint = (text: string, other: Partial<Admission['request']> = {}): Fingerprint =>
    fingerprintOf(one, { request: { ...request, body: JSON.parse(text) as unknown, ...other } });
  const stored = (text: string): Promise<string> => fingerprint(text).drain();
  const first = '{"a":{"x":1,"y":[1,2]},"b":"é"}';

  it.each([
    ['its members in another order', '{"b":"é","a":{"y":[1,2],"x":1}}'],
    ['blanks', ' { "a" : { "x" : 1 , "y" : [ 1 , 2 ] } ,\n "b" : "é" } '],
    ['numbers in other spellings', '{"a":{"x":1.0,"y":[10e-1,0.2E1]},"b":"é"}'],
    ['texts and names in escapes', '{"\\u0061":{"x":1,"y":[1,2]},"b":"\\u00e9"}'],
  ])('is the same with %s', async (_what, text) => {
    expect(await fingerprint(text).matches(await stored(first))).toBe(true);
  });

  it('is the same with its query in another order', async () => {
    const query = { limit: '5', county: '330381' };
    expect(await fingerprint(first, { query }).matches(await stored(first))).toBe(true);
  });

  it.each([
    ['a list in another order', '{"a":{"x":1,"y":[2,1]},"b":"é"}', {}],
    ['a number as a text', '{"a":{"x":"1","y":[1,2]},"b":"é"}', {}],
    ['a member that is null', '{"a":{"x":1,"y":[1,2],"z":null},"b":"é"}', {}],
    ['a member at another place', '{"a":{"y":[1,2]},"b":"é","x":1}', {}],
    ['another text', '{"a":{"x":1,"y":[1,2]},"b":"e"}', {}],
    ['another path', first, { path: { a: '2' } }],
    ['another query', first, { query: { county: '330382', limit: '5' } }],
    ['no body', 'null', { body: undefined }],
  ])('is another one with %s', async (_what, text, other) => {
    expect(await fingerprint(text, other).matches(await stored(first))).toBe(false);
  });

  // As release 0.1 computed it: its answers are kept for seven days.
  const former = (text: string): string =>
    digestOf({ operation: one.operationId, ...request, body: JSON.stringify(JSON.parse(text) as unknown) });

  it('is known by what release 0.1 stored, where its bytes are those of then', async () => {
    expect(await fingerprint(first).matches(former(first))).toBe(true);
    const unsorted = '{"b":1,"a":2}';
    expect(await fingerprint(unsorted).matches(former(unsorted))).toBe(true);
    expect(await fingerprint('{"b":1,"a":3}').matches(former(unsorted))).toBe(false);
  });
});
