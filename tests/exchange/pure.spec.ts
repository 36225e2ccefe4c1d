// What the exchange decides without a database: frames, placement, re-sends, failures, settling, the export's form.
import { array, assert, integer, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditMemory, decideResend, type Sight } from '#kernel/exchange/auditing/resend-decision.ts';
import { patience } from '#kernel/exchange/consuming/patience.ts';
import { placeFrame, type WatermarkState } from '#kernel/exchange/consuming/placement.ts';
import { requireByteOrder } from '#kernel/exchange/export.ts';
import { kindOf, transient, waitFor } from '#kernel/exchange/failure.ts';
import { type EncodableEvent, encodeEvent } from '#kernel/exchange/frames/cloud-event.ts';
import { type Frame, genesisDigest, lastOf } from '#kernel/exchange/frames/frame.ts';
import { decodeFrame, encodeFrame, messageId } from '#kernel/exchange/frames/frame-message.ts';
import { framePacker } from '#kernel/exchange/frames/frame-packer.ts';
import { frameBytesMax, frameEventsMax } from '#kernel/exchange/limits.ts';
import { backoff } from '#kernel/waiting/backoff.ts';
import { frameOf, incarnation, recorded } from './frames.ts';

const textOf = (item: EncodableEvent): string => encodeEvent(item);
const packed = (sizes: readonly number[]): Frame[] => {
  const packer = framePacker({
    source: 'targets',
    incarnation,
    shard: 0,
    position: 0,
    digest: genesisDigest,
    encoding: 1,
  });
  const frames: (Frame | undefined)[] = sizes.map((size, n) =>
    packer.add({ outboxId: String(n), encoded: `"${'x'.repeat(size)}"` }),
  );
  return [...frames, packer.flush()].filter((frame) => frame !== undefined);
};

describe('a frame', () => {
  it('E4 holds at most 256 events and 256 KiB, keeps the order and leaves nothing behind', () => {
    const sizes = array(oneof(integer({ min: 1, max: 2_000 }), integer({ min: 1, max: 190_000 })), {
      maxLength: 700,
    });
    assert(
      property(sizes, (given) => {
        const frames = packed(given);
        expect(frames.flatMap(({ outboxIds }) => outboxIds)).toEqual(given.map((_, n) => String(n)));
        for (const [index, frame] of frames.entries()) {
          expect(frame.count).toBeLessThanOrEqual(frameEventsMax);
          expect(frame.body.length).toBeLessThanOrEqual(frameBytesMax);
          const before = frames[index - 1];
          expect(frame.first).toBe(before === undefined ? 1 : lastOf(before) + 1);
          expect(frame.previousDigest).toBe(before?.digest ?? genesisDigest);
        }
      }),
      { seed: 20_261_123, numRuns: 60 },
    );
  });

  it('E4 is closed by its 256th event and by the byte that would be too much, not one later', () => {
    expect(packed(Array.from({ length: 256 }, () => 1)).map(({ count }) => count)).toEqual([256]);
    expect(packed(Array.from({ length: 257 }, () => 1)).map(({ count }) => count)).toEqual([256, 1]);
    // Brackets 2, and for each item its quotes 2 and a comma 1.
    const half = frameBytesMax / 2 - 1 - 3;
    expect(packed([half, half]).map(({ count }) => count)).toEqual([2]);
    expect(packed([half, half + 1]).map(({ count }) => count)).toEqual([1, 1]);
  });

  it('E5 has an id that differs when it holds other events, and on each re-send', () => {
    const [one, larger] = [frameOf([1]), frameOf([1, 2])];
    expect(messageId(one)).toBe(`targets/${incarnation}/0/1/${one.digest}`);
    const ids = [messageId(one), messageId(larger), messageId(one, 'a.1'), messageId(one, 'a.2')];
    expect(new Set(ids).size).toBe(4);
  });

  it('comes back from its message as it was, and carries attributes that a later version may add', () => {
    const frame = frameOf([1, 2]);
    const received = decodeFrame(encodeFrame(frame));
    expect(received).toMatchObject({ first: 1, count: 2, digest: frame.digest, resentBelow: undefined });
    expect(received.events).toEqual([recorded(1), recorded(2)]);
    expect(decodeFrame(encodeFrame(frame, { number: 'a.1', below: 9 }))).toMatchObject({ resentBelow: 9 });
    const { payload, ...rest } = recorded(1);
    const text = textOf({ ...rest, payloadText: JSON.stringify(payload) });
    expect(text.startsWith('{"specversion":"1.0","id":')).toBe(true);
  });

  const message = encodeFrame(frameOf([1, 2]));
  const headerCases: readonly [string, Record<string, string>][] = [
    ['no digest', { 'jixiao-digest': '' }],
    ['another position', { 'jixiao-first': '2' }],
    ['another history', { 'jixiao-previous': 'f'.repeat(64) }],
    ['a count that is no number', { 'jixiao-count': 'two' }],
    ['another source', { 'jixiao-source': 'evaluation' }],
  ];
  it.each(headerCases)('is refused with %s', (_, change) => {
    expect(() => decodeFrame({ ...message, headers: { ...message.headers, ...change } })).toThrow(Error);
  });
  it('is refused with one changed byte', () => {
    const body = Uint8Array.from(message.body);
    body[body.length - 5] = 0x21;
    expect(() => decodeFrame({ ...message, body })).toThrow('The digest of a frame does not fit its bytes.');
  });
});

describe('placing a frame by the watermark', () => {
  const frame = frameOf([5, 6], 5, 'a'.repeat(64));
  const at = (position: number, digest: string = 'a'.repeat(64)): WatermarkState => ({
    position,
    digest,
    forkedReason: null,
  });
  const cases: readonly [string, WatermarkState | undefined, string][] = [
    ['E7 next: applied', at(4), 'apply'],
    ['E7 below: skipped', at(9), 'skip'],
    ['E7 just passed: skipped', at(6, frame.digest), 'skip'],
    ['E7 beyond: a gap', at(3), 'gap'],
    ['E7 beyond, before the first frame: a gap', undefined, 'gap'],
    ['E11 just passed with another digest: a fork', at(6), 'forked'],
    ['E11 next with another history: a fork', at(4, 'b'.repeat(64)), 'forked'],
    ['E11 across the watermark: a fork', at(5), 'forked'],
    ['E11 after a fork everything is one', { ...at(4), forkedReason: 'earlier' }, 'forked'],
  ];
  it.each(cases)('%s', (_, mark, wanted) => {
    expect(placeFrame(frame, mark, false).kind).toBe(wanted);
  });
  it('E7 names the position from which on frames are missing', () => {
    expect(placeFrame(frame, at(2), false)).toEqual({ kind: 'gap', from: 3 });
  });
  it('E11 takes an incarnation that it does not know for a fork, unless it knows none', () => {
    const first = frameOf([1]);
    expect(placeFrame(first, undefined, false).kind).toBe('apply');
    expect(placeFrame(first, undefined, true).kind).toBe('forked');
  });
});

describe('the auditor decides', () => {
  const times = { standstillMs: 30_000, gapBackoffMs: 1_000, resendBackoffMaxMs: 600_000 };
  const sight = (change: Partial<Sight>): Sight => ({
    now: 40_000,
    position: 10,
    head: 20,
    pending: 0,
    gap: false,
    ...change,
  });
  const still: AuditMemory = { position: 10, since: 5_000, tries: 0, notBefore: 0 };
  const cases: readonly [string, AuditMemory | undefined, Partial<Sight>, unknown][] = [
    ['E10 to send again what stood still for 30 s', still, {}, { from: 11, to: 20 }],
    ['E10 not to, one millisecond earlier', still, { now: 34_999 }, undefined],
    ['E10 not to, when it sees the consumer for the first time', undefined, {}, undefined],
    ['E10 not to, while the broker holds something', still, { pending: 1 }, undefined],
    ['E10 not to, at the head', still, { head: 10 }, undefined],
    ['E10 not to, when the watermark has moved', still, { position: 11 }, undefined],
    ['E10 to send at most 1,000 positions', still, { head: 5_000 }, { from: 11, to: 1_010 }],
    ['E10 to serve a gap at once', undefined, { gap: true, now: 1 }, { from: 11, to: 20 }],
    ['E10 to serve no gap twice before its wait is over', { ...still, notBefore: 40_001 }, { gap: true }, undefined],
    ['E10 to serve no gap at the head', still, { gap: true, head: 10 }, undefined],
  ];
  it.each(cases)('%s', (_, memory, change, wanted) => {
    expect(decideResend(memory, sight(change), times).range).toEqual(wanted);
  });
  it('E10 waits twice as long with each re-send until the watermark moves', () => {
    const first = decideResend(still, sight({}), times).memory;
    expect(first.notBefore).toBe(70_000);
    const second = decideResend(first, sight({ now: 70_000 }), times).memory;
    expect(second.notBefore).toBe(130_000);
    expect(decideResend(second, sight({ now: 71_000, position: 12 }), times).memory).toMatchObject({
      tries: 0,
      notBefore: 0,
    });
    const capped = decideResend({ ...still, tries: 30 }, sight({}), times).memory;
    expect(capped.notBefore).toBe(640_000);
  });
});

describe('a failure', () => {
  const coded = (code: string): Error => Object.assign(new Error('x'), { code });
  const cases: readonly [string, unknown, string][] = [
    ['E9 serialization failure', coded('40001'), 'infrastructure'],
    ['E9 deadlock', coded('40P01'), 'infrastructure'],
    ['E9 lost connection', coded('08006'), 'infrastructure'],
    ['E9 server shutting down', coded('57P01'), 'infrastructure'],
    ['E9 reset socket', coded('ECONNRESET'), 'infrastructure'],
    ['E9 the driver without a code', new Error('Connection terminated unexpectedly'), 'infrastructure'],
    ['E8 lock not granted', coded('55P03'), 'transient'],
    ['E8 disk full', coded('53100'), 'transient'],
    ['E8 said by the reaction', transient('busy'), 'transient'],
    ['E2 a missing fact', waitFor({ type: 't', key: 'k' }), 'dependency'],
    ['E8 broken constraint', coded('23505'), 'permanent'],
    ['E8 foreign county', coded('42501'), 'permanent'],
    ['E8 a plain error', new Error('x'), 'permanent'],
    ['E8 something that is no error', 'x', 'permanent'],
  ];
  it.each(cases)('%s', (_, error, wanted) => {
    expect(kindOf(error)).toBe(wanted);
  });
  it('E8 outlasts n tries, or t milliseconds, whichever comes first', () => {
    let now = 0;
    const tries = patience(3, 1_000, () => now);
    tries.failed('a');
    expect(tries.outlasted('a')).toBe(false);
    tries.failed('a');
    expect(tries.outlasted('a')).toBe(true);
    tries.failed('b');
    now = 1_000;
    expect(tries.outlasted('b')).toBe(true);
    tries.forget('b');
    expect(tries.outlasted('b')).toBe(false);
  });
  it('waits between half and the whole of a doubling time, up to the most', () => {
    expect(backoff(0, 100, 5_000, () => 0)).toBe(100);
    expect(backoff(3, 100, 5_000, () => 1)).toBe(400);
    expect(backoff(60, 100, 5_000, () => 0)).toBe(5_000);
  });
});

describe('the export', () => {
  it('E21 takes keys that rise in byte order, which is not the order of any language', () => {
    expect(() => requireByteOrder('', ['Z', 'a', 'b', 'ä', '瑞', '\uffff', '😀'])).not.toThrow();
    expect(() => requireByteOrder('b', ['ä'])).not.toThrow();
  });
  it.each([
    ['two records of one key', '', ['a', 'a'], 'The key «a» of an export does not come behind «a» in byte order.'],
    ['the order of a language', '', ['a', 'B'], '«B»'],
    ['the order of UTF-16', '', ['😀', '\uffff'], '«\uffff»'],
    ['a key of the page before', 'b', ['b', 'c'], '«b»'],
    ['a record without a key', '', [''], '«»'],
  ])('E21 refuses %s', (_what, after, keys, message) => {
    expect(() => requireByteOrder(after, keys)).toThrow(message);
  });
});
