// How long to wait before the next try.

/** A wait that doubles with each try, up to a most, with up to half of it taken off at random so that many don't come at once. */
export const backoff = (tries: number, firstMs: number, mostMs: number, random: () => number = Math.random): number => {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(tries, 30));
  return Math.round(full * (1 - random() / 2));
};
