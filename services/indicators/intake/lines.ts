// A stream of bytes cut into lines of bounded length, without ever holding more than one chunk and one line.
import { isUtf8 } from 'node:buffer';

/** Bytes that a line may have; a longer one is dropped while it passes and reported. */
export const lineBytesMax = 16_384;

/** Why a line is none. */
type LineFault = 'TOO_LONG' | 'NOT_UTF8';

/** A line as it came, or why it is none. */
export type Line = { readonly number: number; readonly text: string; readonly fault?: LineFault };

/** Takes chunks and gives the lines that they end; `end` gives the last one. Blank lines have their numbers and are left out. */
export type LineCutter = { readonly take: (chunk: Buffer) => Line[]; readonly end: () => Line[] };

const newline = 0x0a;
const shownBytes = 2_000;
// A character of a JavaScript text takes at most three bytes in UTF-8.
const utf8BytesMax = 3;
const none: Buffer = Buffer.alloc(0);

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);

/** Decodes and numbers bytes whose ends are known: one line, or several with line feeds between them. */
type LineReader = {
  readonly one: (lines: Line[], bytes: Buffer) => void;
  readonly several: (lines: Line[], bytes: Buffer) => void;
};

const lineReader = (countBlank: () => void): LineReader => {
  let number = 0;
  const addText = (lines: Line[], raw: string): void => {
    number += 1;
    const text = withoutReturn(number === 1 && raw.startsWith('\uFEFF') ? raw.slice(1) : raw);
    if (text.trim() === '') countBlank();
    else lines.push({ number, text });
  };
  const addFault = (lines: Line[], bytes: Buffer, fault: LineFault): void => {
    number += 1;
    lines.push({ number, text: withoutReturn(bytes.toString('utf8', 0, shownBytes)), fault });
  };
  const one = (lines: Line[], bytes: Buffer): void => {
    if (bytes.length > lineBytesMax) addFault(lines, bytes, 'TOO_LONG');
    else if (isUtf8(bytes)) addText(lines, bytes.toString('utf8'));
    else addFault(lines, bytes, 'NOT_UTF8');
  };
  const several = (lines: Line[], bytes: Buffer): void => {
    // One decoding for the whole chunk: line by line it takes several times as long.
    const texts = isUtf8(bytes) ? bytes.toString('utf8').split('\n') : [];
    if (texts.length > 0 && texts.every((text) => text.length * utf8BytesMax <= lineBytesMax)) {
      for (const text of texts) addText(lines, text);
      return;
    }
    let from = 0;
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, from)) {
      one(lines, bytes.subarray(from, at));
      from = at + 1;
    }
    one(lines, bytes.subarray(from));
  };
  return { one, several };
};

/** Cuts a stream into lines, and counts the blank ones. A byte order mark at its beginning is no part of the first. */
export const lineCutter = (countBlank: () => void = () => undefined): LineCutter => {
  const read = lineReader(countBlank);
  let rest = none;
  let skipping = false;

  /** Keeps what has no end yet; of a line that is too long only its beginning, and that once. */
  const keep = (lines: Line[], bytes: Buffer): void => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    if (rest.length <= lineBytesMax) return;
    read.one(lines, rest);
    rest = none;
    skipping = true;
  };

  const take = (given: Buffer): Line[] => {
    const lines: Line[] = [];
    let chunk = given;
    if (skipping) {
      const end = chunk.indexOf(newline);
      if (end === -1) return lines;
      skipping = false;
      chunk = chunk.subarray(end + 1);
    }
    const first = chunk.indexOf(newline);
    if (first === -1) {
      keep(lines, chunk);
      return lines;
    }
    read.one(lines, Buffer.concat([rest, chunk.subarray(0, first)]));
    rest = none;
    const last = chunk.lastIndexOf(newline);
    if (last > first) read.several(lines, chunk.subarray(first + 1, last));
    keep(lines, chunk.subarray(last + 1));
    return lines;
  };

  const end = (): Line[] => {
    const lines: Line[] = [];
    if (rest.length > 0) read.one(lines, rest);
    rest = none;
    return lines;
  };
  return { take, end };
};
