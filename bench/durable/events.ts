// The events of the durable bench, and the business transactions that append them.
import type { Database } from '#kernel/database/database.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import type { NewEvent } from '#kernel/exchange/event.ts';

/** What the benches call a county. */
export const county = '330381';

/** The event that travels. */
export const planApproved = 'cn.jixiao.targets.PlanApproved.v1';

/** Of the size of a real one: some ids, a date and a few numbers. */
export interface BenchEvents {
  readonly [planApproved]: {
    readonly plan: string;
    readonly step: number;
    readonly unit: string;
    readonly document: string;
    readonly targets: readonly string[];
  };
}

/**
 * An order to append: how many events, how many in each transaction, and a name that sets their keys apart. The lanes divide
 * the events.
 */
export interface AppendOrder {
  readonly run: string;
  readonly events: number;
  readonly batch: number;
  /** Transactions at a time. */
  readonly lanes: number;
}

const keysPerLane = 250;

const eventOf = (run: string, lane: number, step: number): NewEvent<BenchEvents> => {
  const plan = `${run}-${lane}-${step % keysPerLane}`;
  const targets = ['12.50', '100.00', '3.75', '87.20', '1600.00', '0.40'];
  return {
    type: planApproved,
    county,
    key: plan,
    businessDate: '2025-03-03',
    actor: 'subject-1',
    correlation: `request-${plan}-${step}`,
    payload: { plan, step, unit: `unit-${step % 23}`, document: '瑞考办〔2025〕1号', targets },
  };
};

/** The events of a lane, from a step on. */
export const eventsOf = (run: string, lane: number, from: number, count: number): NewEvent<BenchEvents>[] =>
  Array.from({ length: count }, (_, index) => eventOf(run, lane, from + index));

/** Appends all events in parallel lanes, a transaction for each batch. */
export const appendInLanes = async (
  database: Database<object>,
  { run, events, batch, lanes }: AppendOrder,
  committed: () => void,
): Promise<void> => {
  const perLane = events / lanes;
  const lane = async (number: number): Promise<void> => {
    for (let from = 0; from < perLane; from += batch) {
      const count = Math.min(batch, perLane - from);
      await database.transact({ counties: [county] }, (tx) =>
        appendAll<BenchEvents>(tx, eventsOf(run, number, from, count)),
      );
      committed();
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
};
