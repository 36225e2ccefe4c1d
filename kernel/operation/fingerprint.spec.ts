// A streamed body while it is digested: given up when its sender is silent, and not when its reader is slow.
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
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
