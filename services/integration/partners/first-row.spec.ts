// Whether a stream holds rows is found without losing a byte of it.
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { holdsRows } from './first-row.ts';

const bytesOf = (...chunks: readonly string[]): Readable =>
  Readable.from(
    chunks.map((chunk) => Buffer.from(chunk)),
    { objectMode: false },
  );

describe('a stream', () => {
  test.each([[[]], [['']], [['\n']], [[' \r\n', '\t', '\n']]])('of %j holds none', async (chunks) => {
    expect(await holdsRows(bytesOf(...chunks))).toBe(false);
  });

  test.each([
    [['{}'], '{}'],
    [['{}\n', '{}\n'], '{}\n{}\n'],
    [['\n {}\n', '{}'], '\n {}\n{}'],
    [['\n', '\n', '{}\n', '\n'], '{}\n\n'],
  ])('of %j holds some, and is read as it is, by a pipe too', async (chunks, want) => {
    const read = bytesOf(...chunks);
    expect(await holdsRows(read)).toBe(true);
    expect((await buffer(read)).toString()).toBe(want);
    const piped = bytesOf(...chunks);
    expect(await holdsRows(piped)).toBe(true);
    const through = new PassThrough();
    const [, received] = await Promise.all([pipeline(piped, through), buffer(through)]);
    expect(received.toString()).toBe(want);
  });

  test('that is large passes whole', async () => {
    const read = bytesOf(...Array.from({ length: 500 }, (_, part) => `${part}${'x'.repeat(10_000)}`));
    expect(await holdsRows(read)).toBe(true);
    expect((await buffer(read)).length).toBe(500 * 10_000 + 10 + 90 * 2 + 400 * 3);
  });

  test.each([
    ['at its beginning', []],
    ['behind blanks', ['\n', ' ']],
  ])('that breaks off %s is no empty one', async (_, chunks) => {
    const broken = function* (): Generator<Buffer> {
      for (const chunk of chunks) yield Buffer.from(chunk);
      throw new Error('the connection was lost');
    };
    await expect(holdsRows(Readable.from(broken(), { objectMode: false }))).rejects.toThrow('the connection was lost');
  });

  test('that breaks off later breaks off for who reads it', async () => {
    const broken = function* (): Generator<Buffer> {
      yield Buffer.from('{}\n');
      throw new Error('the connection was lost');
    };
    const read = Readable.from(broken(), { objectMode: false });
    expect(await holdsRows(read)).toBe(true);
    await expect(buffer(read)).rejects.toThrow('the connection was lost');
  });
});
