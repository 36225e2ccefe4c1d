// Frames made by hand, as a producer would cut them, for specs that speak to a consumer directly.

import type { RecordedEvent } from '#kernel/exchange/event.ts';
import { encodeEvent } from '#kernel/exchange/frames/cloud-event.ts';
import { type Frame, genesisDigest } from '#kernel/exchange/frames/frame.ts';
import { framePacker } from '#kernel/exchange/frames/frame-packer.ts';
import { county, planApproved } from './support.ts';

/** The incarnation of hand-made frames. */
export const incarnation = '0192d3c4-0000-7000-8000-000000000001';

/** The event at a position, of one plan unless another key is given. */
export const recorded = (position: number, change: Partial<RecordedEvent> = {}): RecordedEvent => ({
  id: `0192d3c4-0000-7000-8000-${String(position).padStart(12, '0')}`,
  source: 'targets',
  type: planApproved,
  schemaVersion: '1.0',
  county,
  key: 'plan-1',
  keySequence: position,
  businessDate: '2025-03-03',
  actor: 'subject-1',
  correlation: 'request-1',
  causation: null,
  traceparent: null,
  recordedAt: '2025-03-03T01:02:03.004Z',
  payload: { plan: 'plan-1', step: position },
  ...change,
});

/** A frame of the given events, behind `first` - 1 and after the frame of digest `previous`. */
export const frameOfEvents = (
  events: readonly RecordedEvent[],
  first = 1,
  previous: string = genesisDigest,
  shard = 0,
): Frame => {
  const start = { source: 'targets', incarnation, shard, position: first - 1, digest: previous, encoding: 1 };
  const packer = framePacker(start);
  for (const { payload, ...event } of events)
    packer.add({ outboxId: event.id, encoded: encodeEvent({ ...event, payloadText: JSON.stringify(payload) }) });
  const frame = packer.flush();
  if (frame === undefined) throw new Error('A frame needs events.');
  return frame;
};

/** A frame of the events at these positions. */
export const frameOf = (positions: readonly number[], first: number = positions[0] ?? 1, previous?: string): Frame =>
  frameOfEvents(
    positions.map((position) => recorded(position)),
    first,
    previous,
  );
