// Unpacking zip archives: contents and permissions, and archives that are damaged or hostile.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unpack } from './archive.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jixiao-archive-spec-'));
});

afterEach(() => rm(directory, { recursive: true }));

interface File {
  readonly name: string;
  readonly text: string;
  readonly mode?: number;
  readonly stored?: boolean;
}

/** A zip archive of the files, by the layout of APPNOTE.TXT section 4.3.6. */
const zip = (files: readonly File[]): Buffer => {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode = 0o644, stored = false } of files) {
    const packed = stored ? Buffer.from(text) : deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(mode * 0x10000, 38);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...central, end]);
};

const unpackOf = async (bytes: Buffer, wanted?: (name: string) => string | undefined): Promise<number> => {
  const archive = join(directory, 'a.zip');
  await writeFile(archive, bytes);
  return unpack(archive, join(directory, 'out'), wanted);
};

describe('an archive', () => {
  it('is written out, packed and stored files alike, folders left to the files in them', async () => {
    const count = await unpackOf(
      zip([
        { name: 'folder/', text: '' },
        { name: 'folder/packed.txt', text: 'a'.repeat(10_000) },
        { name: 'stored.txt', text: '绩效', stored: true },
      ]),
    );
    expect(count).toBe(2);
    expect(await readFile(join(directory, 'out/folder/packed.txt'), 'utf8')).toBe('a'.repeat(10_000));
    expect(await readFile(join(directory, 'out/stored.txt'), 'utf8')).toBe('绩效');
  });

  it('keeps the permission to run a program', async () => {
    await unpackOf(zip([{ name: 'run', text: '#', mode: 0o755 }]));
    expect((await stat(join(directory, 'out/run'))).mode & 0o100).toBe(0o100);
  });

  it('gives only the files that are wanted, under the names that are wanted', async () => {
    const count = await unpackOf(
      zip([
        { name: 'a', text: '1' },
        { name: 'b', text: '2' },
      ]),
      (name) => (name === 'b' ? 'c' : undefined),
    );
    expect(count).toBe(1);
    expect(await readFile(join(directory, 'out/c'), 'utf8')).toBe('2');
  });

  it.each(['../outside', 'a/../../outside'])('is refused when it holds %s', async (name) => {
    await expect(unpackOf(zip([{ name, text: 'x' }]))).rejects.toThrow('outside its folder');
    await expect(stat(join(directory, 'outside'))).rejects.toThrow('ENOENT');
  });

  it('keeps an absolute name inside the folder', async () => {
    await unpackOf(zip([{ name: '/etc/inside', text: 'x' }]));
    expect(await readFile(join(directory, 'out/etc/inside'), 'utf8')).toBe('x');
  });

  it.each([
    ['is empty', Buffer.alloc(0)],
    ['is a page of a proxy', Buffer.from('<html>'.repeat(20))],
    ['was cut short', zip([{ name: 'a', text: 'x'.repeat(500) }]).subarray(0, 60)],
  ])('is refused when it %s', async (_title, bytes) => {
    await expect(unpackOf(bytes)).rejects.toThrow(/no zip archive|damaged/);
  });
});
