// A fixed number of places: whoever comes later waits for one. No holder can have them all.

/** Nobody left a place in time. */
export class NoPlace extends Error {
  constructor(waitMs: number) {
    super(`no place was free for ${waitMs} ms`);
    this.name = 'NoPlace';
  }
}

/** For whom work takes a place, and how long it waits for one; without `waitMs` as long as it takes. */
export interface Entry {
  readonly holder?: string;
  readonly waitMs?: number;
}

/** Runs work in one of the places. */
export interface Semaphore {
  /** Throws NoPlace when none is free for the holder within `waitMs`. */
  within<T>(work: () => Promise<T>, entry?: Entry): Promise<T>;
}

interface Waiter {
  readonly holder: string | undefined;
  readonly admit: () => void;
}

/**
 * Makes a semaphore of `places` places. Who waits longest comes first, but for holders that have their share: half of the places,
 * at least one. So whoever takes as many as possible leaves the other half to others.
 */
export const semaphore = (places: number): Semaphore => {
  const share = Math.max(1, Math.floor(places / 2));
  let free = places;
  const held = new Map<string, number>();
  const queue: Waiter[] = [];
  const hasRoom = (holder: string | undefined): boolean => holder === undefined || (held.get(holder) ?? 0) < share;
  const take = (holder: string | undefined): void => {
    free -= 1;
    if (holder !== undefined) held.set(holder, (held.get(holder) ?? 0) + 1);
  };
  const giveBack = (holder: string | undefined): void => {
    free += 1;
    if (holder === undefined) return;
    const left = (held.get(holder) ?? 1) - 1;
    if (left === 0) held.delete(holder);
    else held.set(holder, left);
  };
  const enter = ({ holder, waitMs }: Entry): Promise<void> => {
    if (free > 0 && hasRoom(holder)) {
      take(holder);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        holder,
        admit: () => {
          clearTimeout(late);
          resolve();
        },
      };
      const giveUp = (): void => {
        queue.splice(queue.indexOf(waiter), 1);
        reject(new NoPlace(waitMs ?? 0));
      };
      const late = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
      queue.push(waiter);
    });
  };
  const leave = (holder: string | undefined): void => {
    giveBack(holder);
    const next = queue.findIndex((waiter) => hasRoom(waiter.holder));
    const [waiter] = next === -1 ? [] : queue.splice(next, 1);
    if (waiter === undefined) return;
    // The place goes from hand to hand, so that nobody slips in between.
    take(waiter.holder);
    waiter.admit();
  };
  return {
    within: async (work, entry = {}) => {
      await enter(entry);
      try {
        return await work();
      } finally {
        leave(entry.holder);
      }
    },
  };
};
