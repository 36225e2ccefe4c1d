// A fixed number of places: whoever comes later waits for one. No holder can have them all.

/** Nobody left a place in time, or the holder itself had its share of them. */
export class NoPlace extends Error {
  readonly isShareFull: boolean;

  constructor(waitMs: number, isShareFull: boolean) {
    super(isShareFull ? `the holder had its share for ${waitMs} ms` : `no place was free for ${waitMs} ms`);
    this.name = 'NoPlace';
    this.isShareFull = isShareFull;
  }
}

/** For whom work takes a place, and how long it waits for one; without `waitMs` as long as it takes. */
export interface Entry {
  readonly holder?: string;
  readonly waitMs?: number;
}

/** Runs work in one of the places. */
export interface Semaphore {
  /** The places that one holder has at most. */
  readonly share: number;
  /** Throws NoPlace when none is free for the holder within `waitMs`. */
  within<T>(work: () => Promise<T>, entry?: Entry): Promise<T>;
}

interface Waiter {
  readonly holder: string | undefined;
  readonly admit: () => void;
}

/**
 * Makes a semaphore of `places` places. Who waits longest comes first, but a holder that has its share waits until it leaves one of
 * its own places, and others pass it. The share is a quarter of the places, rounded up: one holder has all only where there is one.
 */
export const semaphore = (places: number): Semaphore => {
  const share = Math.ceil(places / 4);
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
        reject(new NoPlace(waitMs ?? 0, !hasRoom(holder)));
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
    share,
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
