// The circuit breaker, step by step on a given clock.
import { describe, expect, it } from 'vitest';
import { ask, type BreakerLimits, type BreakerState, closedBreaker, record } from './breaker.ts';

const limits: BreakerLimits = { windowMs: 1_000, callsMin: 4, outageShare: 0.5, openMs: 500 };

const after = (outcomes: readonly boolean[], atMs: number, from: BreakerState = closedBreaker): BreakerState =>
  outcomes.reduce((state, outage) => record(state, limits, outage, atMs), from);

const open = after([true, true, true, true], 1_000);

describe('a circuit breaker', () => {
  it.each([
    ['no calls', []],
    ['outages fewer than the least number of calls', [true, true, true]],
    ['outages below the share', [true, false, false, false, false]],
    ['successes only', [false, false, false, false, false]],
  ])('stays closed after %s', (_title, outcomes) => {
    expect(ask(after(outcomes, 1_000), limits, 1_001).allowed).toBe(true);
  });

  it('opens when half of the calls of a window met an outage', () => {
    expect(ask(after([true, false, true, false], 1_000), limits, 1_001).allowed).toBe(false);
  });

  it('forgets outages of an earlier window', () => {
    const earlier = after([true, true, true], 1_000);
    expect(ask(record(earlier, limits, true, 2_500), limits, 2_501).allowed).toBe(true);
  });

  it('lets nobody through while it is open', () => {
    expect(ask(open, limits, 1_499).allowed).toBe(false);
  });

  it('lets one trial through after its time and nobody beside it', () => {
    const trial = ask(open, limits, 1_500);
    expect(trial.allowed).toBe(true);
    expect(ask(trial.state, limits, 1_501).allowed).toBe(false);
  });

  it('closes when the trial succeeds', () => {
    const trial = ask(open, limits, 1_500).state;
    expect(ask(record(trial, limits, false, 1_510), limits, 1_511).allowed).toBe(true);
  });

  it('opens anew when the trial fails', () => {
    const trial = ask(open, limits, 1_500).state;
    const failed = record(trial, limits, true, 1_510);
    expect(ask(failed, limits, 1_900).allowed).toBe(false);
    expect(ask(failed, limits, 2_010).allowed).toBe(true);
  });

  it('does not close by late answers to calls that went out before it opened', () => {
    expect(ask(record(open, limits, false, 1_100), limits, 1_101).allowed).toBe(false);
  });

  it('allows another trial when the answer of the first never came', () => {
    const trial = ask(open, limits, 1_500).state;
    expect(ask(trial, limits, 2_000).allowed).toBe(true);
  });
});
