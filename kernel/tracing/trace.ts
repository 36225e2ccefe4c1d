// W3C trace context: which request a thing belongs to (https://www.w3.org/TR/trace-context/).
import { randomFillSync } from 'node:crypto';

/** The position in a trace. */
export interface Trace {
  /** 32 hexadecimal digits: the whole request, across services and events. */
  readonly traceId: string;
  /** 16 hexadecimal digits: this step. */
  readonly spanId: string;
  readonly sampled: boolean;
}

const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

// Random bytes are drawn for some hundred ids at once: a draw for each costs more than the rest of a trace.
const drawn = Buffer.alloc(4_096);
let used = drawn.length;

const randomHex = (bytes: number): string => {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += bytes;
  return drawn.toString('hex', used - bytes, used);
};

const newSpanId = (): string => randomHex(8);

/** A new trace, where none was given. */
export const newTrace = (): Trace => ({ traceId: randomHex(16), spanId: newSpanId(), sampled: true });

/** The next step of the trace that a header names; a new trace where the header is absent or malformed (section 4.3). */
export const continueTrace = (traceparent: string | undefined): Trace => {
  const match = form.exec(traceparent ?? '');
  if (match?.[1] === undefined) return newTrace();
  return { traceId: match[1], spanId: newSpanId(), sampled: (Number.parseInt(match[3] ?? '0', 16) & 1) === 1 };
};

/** The header that hands a trace on. */
export const traceparentOf = (trace: Trace): string =>
  `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`;
