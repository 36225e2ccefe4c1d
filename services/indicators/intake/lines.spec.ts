// A stream is cut into lines wherever its chunks end, and no line grows without limit.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, lineBytesMax, lineCutter } from './lines.ts';

const cut = (chunks: readonly Buffer[]): Line[] => {
  const cutter = lineCutter();
  return [...chunks.flatMap((chunk) => cutter.take(chunk)), ...cutter.end()];
};

const texts = (...chunks: readonly string[]): (readonly [number, string])[] =>
  cut(chunks.map((chunk) => Buffer.from(chunk))).map(({ number, text }) => [number, text]);

describe('lines', () => {
  it.each([
    [
      'end with a line feed or with the stream',
      ['a\nb'],
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'may end with a carriage return too',
      ['a\r\nb\r\n'],
      [
        [1, 'a'],
        [2, 'b'],
      ],
    ],
    [
      'that are blank are counted and left out',
      ['\n \na\n\n\nb\n'],
      [
        [3, 'a'],
        [6, 'b'],
      ],
    ],
    [
      'do not begin with a byte order mark',
      ['\uFEFFa\n\uFEFFb\n'],
      [
        [1, 'a'],
        [2, '\uFEFFb'],
      ],
    ],
    [
      'go over chunks',
      ['a', 'b\nc', '', 'd', '\n'],
      [
        [1, 'ab'],
        [2, 'cd'],
      ],
    ],
    ['are none in an empty stream', [], []],
  ])('%s', (_, chunks, want) => {
    expect(texts(...chunks)).toEqual(want);
  });

  it('are the same wherever the chunks end', () => {
    const text = fc.array(fc.constantFrom('a', '瑞', '\u{1F33E}', '"', '\r', '\n'), { maxLength: 60 });
    const property = fc.property(text, fc.array(fc.nat(200), { maxLength: 8 }), (characters, cuts) => {
      const bytes = Buffer.from(characters.join(''));
      const ends = [0, ...cuts.map((at) => at % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      const chunks = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
      expect(cut(chunks)).toEqual(cut([bytes]));
    });
    fc.assert(property, { seed: 330_381 });
  });
});

describe('a line that is none', () => {
  it.each([
    ['in one chunk', (line: Buffer) => [Buffer.concat([line, Buffer.from('\nb\n')])]],
    [
      'over many chunks',
      (line: Buffer) => [...Array.from({ length: 50 }, () => line.subarray(0, 1_000)), Buffer.from('\nb\n')],
    ],
    ['and never ends', (line: Buffer) => Array.from({ length: 50 }, () => line.subarray(0, 1_000))],
  ])('because it is too long is reported once, with its beginning: %s', (_, chunksOf) => {
    const [first, ...others] = cut(chunksOf(Buffer.alloc(lineBytesMax + 1, 'x')));
    expect(first).toMatchObject({ number: 1, fault: 'TOO_LONG' });
    expect(first?.text.length).toBeLessThanOrEqual(2_000);
    expect(others.every(({ number, text, fault }) => number === 2 && text === 'b' && fault === undefined)).toBe(true);
  });

  it('because it is no UTF-8 is reported, and its neighbours are read', () => {
    const bytes = Buffer.concat([Buffer.from('x\na\n'), Buffer.from([0xc3, 0x28]), Buffer.from('\nb\n')]);
    expect(cut([bytes])).toMatchObject([
      { number: 1, text: 'x' },
      { number: 2, text: 'a' },
      { number: 3, fault: 'NOT_UTF8' },
      { number: 4, text: 'b' },
    ]);
  });

  it('of just the allowed length is one', () => {
    expect(cut([Buffer.alloc(lineBytesMax, 'x')])[0]?.fault).toBeUndefined();
  });
});
