// Unpacks a zip file (a wheel, Keycloak's distribution) without a program that a machine may lack.
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

// Signatures and sizes of APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const endBytes = 22;
const commentBytesMax = 65_535;
const centralBytes = 46;
const localBytes = 30;
const deflated = 8;

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly localOffset: number;
  readonly mode: number;
};

/** Writes each file of the archive for which `wanted` says under what path, keeping its permissions. */
export const unpack = async (
  archive: string,
  directory: string,
  wanted: (name: string) => string | undefined = (name) => name,
): Promise<number> => {
  const file = await open(archive, 'r');
  try {
    let written = 0;
    for (const entry of await entriesOf(file)) {
      const target = entry.name.endsWith('/') ? undefined : wanted(entry.name);
      if (target === undefined) continue;
      const path = join(directory, normalize(target));
      if (!path.startsWith(directory + sep))
        throw new Error(`${archive} holds a file outside its folder: ${entry.name}`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await contentOf(file, entry), { mode: entry.mode === 0 ? 0o644 : entry.mode });
      written += 1;
    }
    return written;
  } finally {
    await file.close();
  }
};

const entriesOf = async (file: FileHandle): Promise<Entry[]> => {
  const { size } = await file.stat();
  const tail = await bytesAt(file, Math.max(0, size - endBytes - commentBytesMax), size);
  const end = lastIndexOf(tail, endSignature);
  const count = tail.readUInt16LE(end + 10);
  const start = tail.readUInt32LE(end + 16);
  const central = await bytesAt(file, start, start + tail.readUInt32LE(end + 12));
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (central.readUInt32LE(at) !== centralSignature)
      throw new Error('the archive is damaged: its directory ends early');
    const nameBytes = central.readUInt16LE(at + 28);
    entries.push({
      name: central.toString('utf8', at + centralBytes, at + centralBytes + nameBytes),
      method: central.readUInt16LE(at + 10),
      packedBytes: central.readUInt32LE(at + 20),
      localOffset: central.readUInt32LE(at + 42),
      mode: (central.readUInt32LE(at + 38) >>> 16) & 0o777,
    });
    at += centralBytes + nameBytes + central.readUInt16LE(at + 30) + central.readUInt16LE(at + 32);
  }
  return entries;
};

const contentOf = async (file: FileHandle, entry: Entry): Promise<Buffer> => {
  const header = await bytesAt(file, entry.localOffset, entry.localOffset + localBytes);
  const start = entry.localOffset + localBytes + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await bytesAt(file, start, start + entry.packedBytes);
  return entry.method === deflated ? inflate(packed) : packed;
};

const bytesAt = async (file: FileHandle, from: number, to: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(to - from);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  if (bytesRead !== buffer.length) throw new Error('the archive is damaged: it ends early');
  return buffer;
};

const lastIndexOf = (buffer: Buffer, signature: number): number => {
  for (let at = buffer.length - endBytes; at >= 0; at -= 1) if (buffer.readUInt32LE(at) === signature) return at;
  throw new Error('the file is no zip archive');
};
