// Trace context is continued where it is well formed, and begun anew where it is not (W3C Trace Context section 4.3).
import { describe, expect, test } from 'vitest';
import { continueTrace, newTrace, traceparentOf } from './trace.ts';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('a traceparent', () => {
  test('is continued with a step of our own', () => {
    const trace = continueTrace(`00-${id}-00f067aa0ba902b7-01`);
    expect(trace).toMatchObject({ traceId: id, sampled: true });
    expect(trace.spanId).not.toBe('00f067aa0ba902b7');
  });

  test('says when it is not sampled', () => {
    expect(continueTrace(`00-${id}-00f067aa0ba902b7-00`).sampled).toBe(false);
  });

  test.each([
    undefined,
    '',
    'x',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${id}-${'0'.repeat(16)}-01`,
    `ff-${id}-00f067aa0ba902b7-01`,
    `00-${id.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${id}-00f067aa0ba902b7-01-extra`,
  ])('%s begins a new trace', (header) => {
    expect(continueTrace(header).traceId).not.toBe(id);
  });

  test('is handed on in its own form', () => {
    expect(traceparentOf(newTrace())).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });
});
