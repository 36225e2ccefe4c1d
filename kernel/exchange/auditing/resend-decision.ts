// When the auditor sends a range again: a pure decision from what it has seen (exchange rule E10).
import { resendPositionsMax } from '#kernel/exchange/limits.ts';

/** What the auditor remembers of a consumer and a shard. Times are milliseconds of a monotonic clock. */
export interface AuditMemory {
  readonly position: number;
  /** Since when the watermark has stood at this position. */
  readonly since: number;
  /** Re-sends since the watermark moved. */
  readonly tries: number;
  readonly notBefore: number;
}

/** What it sees now. */
export interface Sight {
  readonly now: number;
  /** The consumer's watermark: asked, or one below the gap that it named. */
  readonly position: number;
  /** The producer's last position. */
  readonly head: number;
  /** Messages that the broker holds for the consumer. */
  readonly pending: number;
  /** The consumer itself has named the gap: it is served at once. */
  readonly gap: boolean;
}

/** How long things last, in milliseconds. */
export interface AuditTimes {
  readonly standstillMs: number;
  readonly gapBackoffMs: number;
  readonly resendBackoffMaxMs: number;
}

/** The range to send, and what to remember. */
export interface ResendDecision {
  readonly memory: AuditMemory;
  readonly range: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Sends again from the watermark on when it stood still for the whole time, lies below the newest frame and the broker
 * holds nothing for the consumer; or when the consumer names the gap. One range of at most 1,000 positions, then a wait
 * that doubles with each re-send until the watermark moves.
 */
export const decideResend = (memory: AuditMemory | undefined, sight: Sight, times: AuditTimes): ResendDecision => {
  const { now, position, head } = sight;
  const moved = memory === undefined || memory.position !== position;
  const known: AuditMemory = moved ? { position, since: now, tries: 0, notBefore: 0 } : memory;
  const still = now - known.since >= times.standstillMs && sight.pending === 0;
  if (position >= head || now < known.notBefore || !(sight.gap || still)) return { memory: known, range: undefined };
  const first = sight.gap ? times.gapBackoffMs : times.standstillMs;
  const wait = Math.min(times.resendBackoffMaxMs, first * 2 ** known.tries);
  return {
    memory: { ...known, tries: known.tries + 1, notBefore: now + wait },
    range: { from: position + 1, to: Math.min(head, position + resendPositionsMax) },
  };
};
