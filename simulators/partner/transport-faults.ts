// Faults on demand: a driver plants them on the control port, and they strike calls.
import { Refusal } from '../http/refusal.ts';
import type { Strike } from '../http/server.ts';

/** Any fault, with the fields that the kinds which strike calls have. */
export type AnyFault = {
  readonly kind: string;
  readonly times?: number;
  readonly operation?: string;
  readonly milliseconds?: number;
  readonly status?: number;
};
type OfKind<F, Kind> = Extract<F, { readonly kind: Kind }>;

export type Planted<F> = { readonly id: string; readonly fault: F };

export type Faults<F extends AnyFault> = {
  /** 422 FAULTS_FULL when too many faults are planted already. */
  plant(fault: F): Planted<F>;
  /** False when there is no such fault. */
  remove(id: string): boolean;
  removeAll(): void;
  list(): readonly Planted<F>[];
  /** Counts down the first fault of the kind that fits, and returns it. A fault whose times are used up is removed. */
  take<Kind extends F['kind']>(kind: Kind, fits: (fault: OfKind<F, Kind>) => boolean): OfKind<F, Kind> | undefined;
  /** Takes the faults that strike a call of the operation: delay, error, hang, lost answer. */
  strike(operationId: string): Strike;
  /** Calls each listener whenever faults are removed. */
  onRemoval(listener: () => void): void;
};

/** The most faults that may be planted at once. */
const faultsMax = 1_000;

/** Creates an empty list of faults. A fault without `times` stays until it is removed. */
export const createFaults = <F extends AnyFault>(): Faults<F> => {
  const planted = new Map<string, F>();
  const listeners: (() => void)[] = [];
  let serial = 0;
  const takeFirst = (kind: string, fits: (fault: F) => boolean): F | undefined => {
    for (const [id, fault] of planted) {
      if (fault.kind !== kind || !fits(fault)) continue;
      if (fault.times === 1) planted.delete(id);
      else if (fault.times !== undefined) planted.set(id, { ...fault, times: fault.times - 1 });
      return fault;
    }
    return undefined;
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
    take: <Kind extends F['kind']>(kind: Kind, fits: (fault: OfKind<F, Kind>) => boolean) =>
      takeFirst(kind, (fault) => fits(fault as OfKind<F, Kind>)) as OfKind<F, Kind> | undefined,
    strike: (operationId) => {
      const take = (kind: string): F | undefined => takeFirst(kind, ({ operation }) => operation === operationId);
      return {
        delayMs: take('delay')?.milliseconds ?? 0,
        status: take('error')?.status,
        hang: take('hang') !== undefined,
        loseAnswer: take('lost-answer') !== undefined,
      };
    },
    onRemoval: (listener) => listeners.push(listener),
  };
};
