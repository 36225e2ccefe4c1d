// Places: no more work at a time than there are, who waits longest comes first, and nobody waits beyond their time.
import { expect, test } from 'vitest';
import { NoPlace, semaphore } from './semaphore.ts';

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
  const late = places.within(async () => {
    ran = true;
  }, { waitMs: 5 });
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
