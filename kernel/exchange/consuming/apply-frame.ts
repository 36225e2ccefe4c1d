// Applying one frame in one transaction: watermark, effects and evidence together (exchange rules E7 to E9).
import type { Transaction } from 'kysely';
import type { Database } from '#kernel/database/database.ts';
import type { EventMap, RecordedEvent } from '#kernel/exchange/event.ts';
import { kindOf } from '#kernel/exchange/failure.ts';
import { lastOf } from '#kernel/exchange/frames/frame.ts';
import type { ReceivedFrame } from '#kernel/exchange/frames/frame-message.ts';
import { attempt, type Failed } from './attempt.ts';
import { park, parkedKeys, waitBehind } from './parked.ts';
import { type Placement, placeFrame } from './placement.ts';
import { narrowTo, type Reactor, react, type Traces } from './react.ts';
import { lockWatermark, markForked, passFrame } from './watermark.ts';

/** What a consumer needs to apply frames. */
export interface Applier<DB, Events extends EventMap> {
  readonly consumer: string;
  /** As the service's own role. */
  readonly database: Database<DB>;
  readonly reactor: Reactor<DB, Events>;
  /** Whether a transient failure of this event has outlasted its tries (E8). */
  readonly outlasted: (event: RecordedEvent) => boolean;
}

/** A frame's outcome, and what its reactions did. */
export interface Applied extends Traces {
  readonly placement: Placement;
  readonly parked: number;
}

/** An event's transient failure that has tries left: the frame is repeated later. */
export class EventNotReady extends Error {
  readonly eventId: string;

  constructor(event: RecordedEvent, cause: unknown) {
    super(`the event ${event.id} is tried again`, { cause });
    this.name = 'EventNotReady';
    this.eventId = event.id;
  }
}

const countiesOf = (frame: ReceivedFrame): string[] =>
  [...new Set(frame.events.map(({ county }) => county).filter((county) => county !== null))].sort();

interface Work<DB, Events extends EventMap> {
  readonly applier: Applier<DB, Events>;
  readonly frame: ReceivedFrame;
  readonly tx: Transaction<DB>;
  readonly traces: Traces;
}

/** Attempts one event by itself; gives the failure for which it is to be parked. */
const isolated = async <DB, Events extends EventMap>(
  { applier, tx, traces }: Work<DB, Events>,
  event: RecordedEvent,
): Promise<Failed | undefined> => {
  const failed = await attempt(applier.reactor, tx, event, traces);
  if (failed === undefined || kindOf(failed.failure) !== 'transient' || applier.outlasted(event)) return failed;
  throw new EventNotReady(event, failed.failure);
};

/** Disposes of every event of a frame, and gives how many wait now. `each` isolates events from one another. */
const disposeAll = async <DB, Events extends EventMap>(work: Work<DB, Events>, each: boolean): Promise<number> => {
  const { applier, frame, tx, traces } = work;
  const { consumer } = applier;
  const mixed = new Set(frame.events.map(({ county }) => county)).size > 1;
  const waiting = await parkedKeys(
    tx,
    consumer,
    frame.source,
    frame.events.map(({ key }) => key),
  );
  let parked = 0;
  for (const [index, event] of frame.events.entries()) {
    const position = frame.first + index;
    // A reaction sees the rows of its event's county only; a frame may carry events of several.
    if (mixed) await narrowTo(tx, event.county === null ? [] : [event.county]);
    if (waiting.has(event.key)) {
      await waitBehind(tx, consumer, frame, position, event);
      parked += 1;
    } else if (each) {
      const failed = await isolated(work, event);
      if (failed === undefined) continue;
      await park(tx, consumer, frame, position, event, failed.failure);
      waiting.add(event.key);
      parked += 1;
    } else {
      await react(applier.reactor, tx, event, traces);
    }
  }
  return parked;
};

/**
 * Applies a frame in one transaction that begins by locking the watermark. With `each` the events are attempted one by one and
 * those that fail are parked; without it the first failure is thrown and nothing is kept. What it does with a frame that
 * is not next is said by `placement`.
 */
export const applyFrame = <DB, Events extends EventMap>(
  applier: Applier<DB, Events>,
  frame: ReceivedFrame,
  each: boolean,
): Promise<Applied> =>
  applier.database.transact({ counties: countiesOf(frame) }, async (tx) => {
    const traces: Traces = { appended: 0, arrived: 0 };
    const { mark, otherIncarnation } = await lockWatermark(tx, applier.consumer, frame);
    const placement = placeFrame(frame, mark, otherIncarnation);
    if (placement.kind === 'forked') await markForked(tx, applier.consumer, frame, placement.reason);
    if (placement.kind !== 'apply') return { placement, parked: 0, ...traces };
    const parked = await disposeAll({ applier, frame, tx, traces }, each);
    await passFrame(
      tx,
      applier.consumer,
      frame,
      frame.events.map(({ id }) => id),
    );
    return { placement, parked, ...traces };
  });

/** The position from which on a consumer wants more of a re-sent range that ends with this frame; undefined where it has all of it. */
export const wantsMore = (frame: ReceivedFrame): number | undefined =>
  frame.resentBelow !== undefined && frame.resentBelow > lastOf(frame) ? lastOf(frame) + 1 : undefined;
