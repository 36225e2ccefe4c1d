// A sheet whose lines end in CR alone is read as one whose lines end in LF, wherever its chunks end.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFeeder } from './line-ends.ts';
import { lineCutter } from './lines.ts';

const linesOf = (text: string, sizes: readonly number[] = []): string[] => {
  const [feed, cutter] = [lineFeeder(), lineCutter()];
  let rest = Buffer.from(text);
  const lines = [...sizes, rest.length].flatMap((size) => {
    const chunk = rest.subarray(0, size);
    rest = rest.subarray(size);
    return cutter.take(feed(chunk));
  });
  return [...lines, ...cutter.end()].map((line) => `${line.number} ${line.text}`);
};

describe('the lines of a sheet', () => {
  it.each([
    ['CR', 'a\rb\r\rc'],
    ['LF', 'a\nb\n\nc'],
    ['CRLF', 'a\r\nb\r\n\r\nc\r\n'],
  ])('end with %s', (_, text) => {
    expect(linesOf(text)).toEqual(['1 a', '2 b', '4 c']);
  });

  it('end as the first one does: another end is no end', () => {
    expect(linesOf('a\nb\rc\nd')).toEqual(['1 a', '2 b\rc', '3 d']);
  });

  it('are one where there is no end', () => {
    expect(linesOf('a')).toEqual(['1 a']);
    expect(linesOf('a\r')).toEqual(['1 a']);
  });

  it('are the same wherever the chunks end', () => {
    const parts = fc.array(fc.constantFrom('a', '瑞', ',', ''), { maxLength: 12 });
    const property = fc.property(
      parts,
      fc.constantFrom('\r', '\n', '\r\n'),
      fc.array(fc.nat(3), { maxLength: 30 }),
      (texts, end, sizes) => {
        expect(linesOf(texts.join(end), sizes)).toEqual(linesOf(texts.join('\n')));
      },
    );
    fc.assert(property, { seed: 16_384, numRuns: 300 });
  });
});
