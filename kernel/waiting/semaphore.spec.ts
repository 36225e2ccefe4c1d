// Places: no more work at a time than there are, who waits longest comes first, nobody waits beyond their time, and nobody has all.
import { describe, expect, test } from 'vitest';
import { NoPlace, type Semaphore, semaphore } from './semaphore.ts';

const held = (): { readonly work: () => Promise<void>; readonly end: () => void } => {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
};

test('work beyond the places waits, in its order', async () => {
  const places = semaphore(2);
  const [first, second] = [held(), held()];
  const done: string[] = [];
  const running = [places.within(first.work), places.within(second.work)];
  const waiting = ['a', 'b'].map((name) => places.within(async () => void done.push(name)));
  await Promise.resolve();
  expect(done).toEqual([]);
  first.end();
  await Promise.all(waiting);
  expect(done).toEqual(['a', 'b']);
  second.end();
  await Promise.all(running);
});

test('who finds no place in time is told so, and takes none afterwards', async () => {
  const places = semaphore(1);
  const first = held();
  const running = places.within(first.work);
  let ran = false;
  const late = places.within(
    async () => {
      ran = true;
    },
    { waitMs: 5 },
  );
  await expect(late).rejects.toThrow(NoPlace);
  first.end();
  await running;
  expect(await places.within(async () => 'free again', { waitMs: 1_000 })).toBe('free again');
  expect(ran).toBe(false);
});

test('a place is free again when its work fails', async () => {
  const places = semaphore(1);
  await expect(places.within(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await places.within(async () => 'next', { waitMs: 1_000 })).toBe('next');
});

describe('a holder', () => {
  /** Work that lasts until it is ended, with its name in `begun` once it runs. */
  const worker = (places: Semaphore) => {
    const begun: string[] = [];
    const running: Promise<void>[] = [];
    const start = (name: string, holder?: string): (() => void) => {
      const one = held();
      const work = (): Promise<void> => {
        begun.push(name);
        return one.work();
      };
      running.push(places.within(work, holder === undefined ? {} : { holder }));
      return one.end;
    };
    return {
      begun,
      start,
      all: () => Promise.all(running),
      turn: () => new Promise((resolve) => setImmediate(resolve)),
    };
  };

  test.each([
    [1, 1],
    [2, 1],
    [3, 1],
    [4, 1],
    [5, 2],
    [8, 2],
    [20, 5],
  ])('of %i places has %i at most', (places, share) => {
    expect(semaphore(places).share).toBe(share);
  });

  test('waits within its share while others pass it, and goes on when it leaves a place', async () => {
    const { begun, start, all, turn } = worker(semaphore(8));
    const ends = ['a1', 'a2', 'a3', 'a4'].map((name) => start(name, 'a'));
    ends.push(start('b1', 'b'), start('nobody'), start('c1', 'c'));
    await turn();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'nobody', 'c1']);
    ends[2 + 2]?.();
    await turn();
    expect(begun).toHaveLength(5);
    ends[1]?.();
    await turn();
    expect(begun.slice(5)).toEqual(['a3']);
    for (const end of ends) end();
    await all();
    expect(begun.slice(6)).toEqual(['a4']);
  });

  test('is passed in a full queue by those who have room, who keep their order', async () => {
    const { begun, start, all, turn } = worker(semaphore(4));
    const ends = ['a', 'b', 'c', 'd'].map((holder) => start(`${holder}1`, holder));
    ends.push(start('a2', 'a'), start('e1', 'e'), start('f1', 'f'));
    ends[3]?.();
    await turn();
    ends[2]?.();
    await turn();
    expect(begun.slice(4)).toEqual(['e1', 'f1']);
    ends[0]?.();
    await turn();
    expect(begun.slice(6)).toEqual(['a2']);
    for (const end of ends) end();
    await all();
  });

  test('learns whether it was its own share that was full, or all places were', async () => {
    const places = semaphore(2);
    const [first, second] = [held(), held()];
    const running = [places.within(first.work, { holder: 'a' })];
    const late = (holder: string): Promise<void> => places.within(async () => undefined, { holder, waitMs: 5 });
    await expect(late('a')).rejects.toMatchObject({ isShareFull: true });
    running.push(places.within(second.work, { holder: 'b' }));
    await expect(late('c')).rejects.toMatchObject({ isShareFull: false });
    first.end();
    second.end();
    await Promise.all(running);
    await expect(late('a')).resolves.toBeUndefined();
  });

  test('has its share again after its work failed', async () => {
    const places = semaphore(2);
    const fail = (): Promise<void> => places.within(() => Promise.reject(new Error('failed')), { holder: 'a' });
    await expect(fail()).rejects.toThrow('failed');
    await expect(fail()).rejects.toThrow('failed');
    expect(await places.within(async () => 'next', { holder: 'a', waitMs: 1_000 })).toBe('next');
  });
});
