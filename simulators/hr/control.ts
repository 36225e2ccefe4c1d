// The control port of the simulated HR system: the day, the rounds of work, the faults.
import type { components, operations } from '#contracts/generated/partner-hr-control.ts';
import type { Handlers } from '../http/handlers.ts';
import { fromCursor, takePage } from '../http/paging.ts';
import { controlHandlers } from '../partner/control.ts';
import type { Held } from './feed/holdings.ts';
import { type RoundDeps, runRound } from './feed/round.ts';

const limitDefault = 200;
const deliveryKey = /^(?<number>[1-9]\d{0,17})$/;

const shown = ({
  detail: _detail,
  year: _year,
  measureKind: _kind,
  ...record
}: Held): components['schemas']['Record'] => record;

/** One handler for each operation of contracts/partners/hr-control.yaml. */
export const hrControl = (deps: RoundDeps, calls: () => Readonly<Record<string, number>>): Handlers<operations> => {
  const { state } = deps;
  let lastRound: Promise<unknown> = Promise.resolve();
  return {
    ...controlHandlers(state, calls, () => undefined),
    runRound: async ({ body: { county } }) => {
      // Rounds follow each other: two at once would acknowledge the same records.
      const round = lastRound.then(() => runRound(deps, county));
      lastRound = round.catch(() => undefined);
      return { status: 200, body: await round };
    },
    scheduleExecution: ({ body }) => {
      state.orderExecution(body);
      return { status: 201, body };
    },
    listRecords: ({ query: { cursor, limit = limitDefault } }) => {
      const after = BigInt(fromCursor(cursor, deliveryKey)?.groups?.['number'] ?? '0');
      const asked = state.held().filter(({ deliveryNumber }) => BigInt(deliveryNumber) > after);
      const { records, next } = takePage(asked, limit, ({ deliveryNumber }) => deliveryNumber);
      return { status: 200, body: { records: records.map(shown), next } };
    },
  };
};
