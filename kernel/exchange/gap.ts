// A gap request: a consumer tells a producer from where on it misses frames (exchange rules E7 and E10). It may be lost.
import type { Bus, Listener } from '#kernel/bus/port.ts';

/** What a consumer misses. */
export interface GapRequest {
  readonly consumer: string;
  readonly source: string;
  readonly shard: number;
  readonly from: number;
}

const subjectOf = (source: string): string => `gap.${source}`;

/** Sends a request to whoever leads the shard. */
export const requestGap = (bus: Bus, gap: GapRequest): void => {
  bus.signal(subjectOf(gap.source), new TextEncoder().encode(JSON.stringify(gap)));
};

const isGap = (value: unknown): value is GapRequest =>
  typeof value === 'object' &&
  value !== null &&
  'consumer' in value &&
  typeof value.consumer === 'string' &&
  'source' in value &&
  typeof value.source === 'string' &&
  'shard' in value &&
  Number.isSafeInteger(value.shard) &&
  'from' in value &&
  Number.isSafeInteger(value.from);

/** Hears the requests for a source; what is no request is left aside. */
export const onGap = (bus: Bus, source: string, heard: (gap: GapRequest) => void): Listener =>
  bus.onSignal(subjectOf(source), (data) => {
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder().decode(data));
    } catch {
      return;
    }
    if (isGap(value) && value.source === source) heard(value);
  });
