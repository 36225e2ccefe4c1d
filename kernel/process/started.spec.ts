// What a start leaves when it fails, and in which order things end.
import { expect, it } from 'vitest';
import { startInOrder, type Undo } from './started.ts';

const noted: string[] = [];
const begin =
  (steps: readonly string[], last?: Error) =>
  async (undo: Undo): Promise<string> => {
    for (const step of steps) undo(async () => void noted.push(step));
    if (last !== undefined) throw last;
    return 'parts';
  };
const undoFailed = (error: unknown): void => void noted.push(`failed: ${String(error)}`);
const take = (): string[] => noted.splice(0);

it('stops in the reverse order of the start, once', async () => {
  const started = await startInOrder(begin(['first', 'second']), undoFailed);
  expect([started.parts, take()]).toEqual(['parts', []]);
  await Promise.all([started.stop(), started.stop()]);
  expect(take()).toEqual(['second', 'first']);
});

it('undoes a start that fails in reverse order, before it says why', async () => {
  await expect(startInOrder(begin(['first', 'second'], new Error('the third')), undoFailed)).rejects.toThrow(
    'the third',
  );
  expect(take()).toEqual(['second', 'first']);
});

it('undoes the rest where one can not be undone, and tells the first cause', async () => {
  const failing = async (undo: Undo): Promise<never> => {
    undo(() => void noted.push('first'));
    undo(() => Promise.reject(new Error('stuck')));
    throw new Error('the cause');
  };
  await expect(startInOrder(failing, undoFailed)).rejects.toThrow('the cause');
  expect(take()).toEqual(['first', 'failed: Error: stuck']);
});
