// The part of the control port that both simulated partners have: the day, the faults, the counts of calls.
import { Refusal } from '../http/refusal.ts';
import type { AnyFault, Faults, Planted } from './transport-faults.ts';

/** The state that the control port reads and changes. */
export type ControlState<F extends AnyFault> = {
  readonly faults: Faults<F>;
  day(): string | undefined;
  setDay(day: string): void;
  /** Saves the faults that outlive a restart, after one was planted or removed. */
  keepFaults(): void;
};

export type ControlHandlers<F extends AnyFault> = {
  getDay(): { status: 200; body: { day: string | null } };
  setDay(input: { body: { readonly day: string } }): { status: 200; body: { day: string | null } };
  listFaults(): { status: 200; body: { records: readonly Planted<F>[] } };
  plantFault(input: { body: F }): { status: 201; body: Planted<F> };
  removeFaults(): { status: 204 };
  removeFault(input: { path: { readonly faultId: string } }): { status: 204 };
  countCalls(): { status: 200; body: Readonly<Record<string, number>> };
};

/** The handlers that both control contracts share. `refuse` throws when a fault makes no sense for this partner. */
export const controlHandlers = <F extends AnyFault>(
  state: ControlState<F>,
  calls: () => Readonly<Record<string, number>>,
  refuse: (fault: F) => void,
): ControlHandlers<F> => ({
  getDay: () => ({ status: 200, body: { day: state.day() ?? null } }),
  setDay: ({ body: { day } }) => {
    const today = state.day();
    // A delivered value cannot become unknown again.
    if (today !== undefined && day < today) throw new Refusal(409, 'DAY_BEFORE', `The day ${day} lies before ${today}`);
    if (day !== today) state.setDay(day);
    return { status: 200, body: { day } };
  },
  listFaults: () => ({ status: 200, body: { records: state.faults.list() } }),
  plantFault: ({ body }) => {
    refuse(body);
    const planted = state.faults.plant(body);
    state.keepFaults();
    return { status: 201, body: planted };
  },
  removeFaults: () => {
    state.faults.removeAll();
    state.keepFaults();
    return { status: 204 };
  },
  removeFault: ({ path: { faultId } }) => {
    if (!state.faults.remove(faultId)) throw new Refusal(404, 'NOT_FOUND', `There is no fault ${faultId}`);
    state.keepFaults();
    return { status: 204 };
  },
  countCalls: () => ({ status: 200, body: calls() }),
});
