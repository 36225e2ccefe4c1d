// Independent actors at work at the same time, a few of them.

/** Actors that work at the same time. */
const atOnceMax = 6;

/** Does the work for each item, at most `atOnceMax` at a time, and gives the outcomes in the order of the items. */
export const inParallel = async <Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Promise<Outcome>,
): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) outcomes[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, worker));
  return outcomes;
};
