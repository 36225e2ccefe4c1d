// When everything that was set off is finished: rule E21.
import { describe, expect, it } from 'vitest';
import { isSettled, openMatters } from '#kernel/exchange/settled.ts';
import type { ExchangeStatus } from '#kernel/exchange/status.ts';

const shards = (position: number): ExchangeStatus['shards'] =>
  Array.from({ length: 8 }, (_, shard) => ({ shard, position, forked: null }));

const targets: ExchangeStatus = {
  service: 'targets',
  consumes: [],
  incarnation: 'i-1',
  shards: shards(7),
  unframed: 0,
  watermarks: [],
  parked: { parked: 0, waitingFor: 0, waitingBehind: 0 },
  openPulls: 0,
  unchained: 0,
  unnumbered: 0,
  totals: { events: 56, applied: 0, audited: 3, fed: 0 },
};
const evaluation: ExchangeStatus = {
  ...targets,
  service: 'evaluation',
  consumes: ['targets'],
  shards: shards(0),
  watermarks: shards(7).map((one) => ({ ...one, source: 'targets', incarnation: 'i-1' })),
  totals: { events: 0, applied: 56, audited: 0, fed: 0 },
};

describe('E21 is settled', () => {
  it('with two equal reads in which nothing is open, in whatever order the services answer', () => {
    expect(isSettled([targets, evaluation], [evaluation, targets])).toBe(true);
  });
  it('when a source has sent nothing yet', () => {
    const silent = { ...targets, shards: shards(0) };
    expect(openMatters([silent, { ...evaluation, watermarks: [] }])).toEqual([]);
  });

  const cases: readonly [string, Partial<ExchangeStatus>, Partial<ExchangeStatus>][] = [
    ['an event without a frame', { unframed: 1 }, {}],
    ['a watermark below its head', { shards: shards(8) }, {}],
    ['a watermark of another incarnation', { incarnation: 'i-2' }, {}],
    ['no watermark at all', {}, { watermarks: [] }],
    ['a parked event', {}, { parked: { parked: 1, waitingFor: 0, waitingBehind: 0 } }],
    ['an event that waits for a fact', {}, { parked: { parked: 0, waitingFor: 1, waitingBehind: 0 } }],
    ['a set to pull', {}, { openPulls: 1 }],
    ['work that no event shows', { openWork: 1 }, {}],
    ['an audit entry outside the chain', { unchained: 1 }, {}],
    ['a feed entry without a number', { unnumbered: 1 }, {}],
    ['a forked shard', { shards: shards(7).map((one) => ({ ...one, forked: 'x' })) }, {}],
    ['a source that is not among the services', {}, { consumes: ['targets', 'indicators'] }],
  ];
  it.each(cases)('not with %s, in either read', (_, ofTargets, ofEvaluation) => {
    const good = [targets, evaluation];
    const bad = [
      { ...targets, ...ofTargets },
      { ...evaluation, ...ofEvaluation },
    ];
    expect(isSettled(good, bad)).toBe(false);
    expect(isSettled(bad, good)).toBe(false);
    expect(isSettled(bad, bad)).toBe(false);
  });
  it('not when the totals moved between the reads', () => {
    const moved = { ...targets, totals: { ...targets.totals, audited: 4 } };
    expect(isSettled([targets, evaluation], [moved, evaluation])).toBe(false);
  });
});
