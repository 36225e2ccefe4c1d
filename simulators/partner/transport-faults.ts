// Faults on demand: a driver plants them on the control port, and they strike calls.
import { Refusal } from '../http/refusal.ts';
import type { Strike } from '../http/server.ts';

type TransportFault =
  | { readonly kind: 'delay'; readonly operation: string; readonly milliseconds: number; readonly times: number }
  | { readonly kind: 'error'; readonly operation: string; readonly status: number; readonly times: number }
  | { readonly kind: 'hang'; readonly operation: string; readonly times: number }
  | { readonly kind: 'lost-answer'; readonly operation: string; readonly times: number };

type AnyFault = TransportFault | { readonly kind: string };

export type Planted<F> = { readonly id: string; readonly fault: F };

export type Faults<F> = {
  plant(fault: F): Planted<F>;
  /** False when there is no such fault. */
  remove(id: string): boolean;
  removeAll(): void;
  list(): readonly Planted<F>[];
  /** Counts down the first fault that fits, and returns it. A fault whose times are used up is removed. */
  take<K extends F>(fits: (fault: F) => fault is K): K | undefined;
  /** Takes the faults that strike a call of the operation: delay, error, hang, lost answer. */
  strike(operationId: string): Strike;
  /** Calls each listener whenever faults are removed. */
  onRemoval(listener: () => void): void;
};

/** How many faults may be planted at once. */
const faultsMax = 1_000;

const isTransport =
  <K extends TransportFault['kind']>(kind: K, operationId: string) =>
  (fault: AnyFault): fault is Extract<TransportFault, { kind: K }> =>
    fault.kind === kind && 'operation' in fault && fault.operation === operationId;

/** Creates an empty list of faults. A fault without `times` stays until it is removed. */
export const createFaults = <F extends { readonly kind: string }>(): Faults<F> => {
  const planted = new Map<string, F>();
  const listeners: (() => void)[] = [];
  let serial = 0;
  const take = <K extends F>(fits: (fault: F) => fault is K): K | undefined => {
    for (const [id, fault] of planted) {
      if (!fits(fault)) continue;
      const { times } = fault as { times?: number };
      if (times === 1) planted.delete(id);
      else if (times !== undefined) planted.set(id, { ...fault, times: times - 1 });
      return fault;
    }
    return undefined;
  };
  const takeTransport = <K extends TransportFault['kind']>(kind: K, operationId: string) => {
    const fits = isTransport(kind, operationId);
    return take((fault): fault is F & Extract<TransportFault, { kind: K }> => fits(fault));
  };
  const removed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    plant: (fault) => {
      if (planted.size >= faultsMax)
        throw new Refusal(422, 'FAULTS_FULL', `At most ${faultsMax} faults can be planted at once`);
      serial += 1;
      const id = `fault-${serial}`;
      planted.set(id, fault);
      return { id, fault };
    },
    remove: (id) => {
      const found = planted.delete(id);
      if (found) removed();
      return found;
    },
    removeAll: () => {
      planted.clear();
      removed();
    },
    list: () => [...planted].map(([id, fault]) => ({ id, fault })),
    take,
    strike: (operationId) => ({
      delayMs: takeTransport('delay', operationId)?.milliseconds ?? 0,
      status: takeTransport('error', operationId)?.status,
      hang: takeTransport('hang', operationId) !== undefined,
      loseAnswer: takeTransport('lost-answer', operationId) !== undefined,
    }),
    onRemoval: (listener) => listeners.push(listener),
  };
};
