// CSV as spreadsheets write it (RFC 4180 and the habits of Excel): a header, rows of cells, and what stands around them.

import { parse } from 'csv-parse/sync';
import { problem } from '#kernel/problem/problem.ts';
import { firstCharacters, isVisible } from '#kernel/values/readable.ts';
import type { Words } from '#kernel/values/words.ts';
import { optionalField, rowFields } from '../domain/observation-row.ts';
import type { ReadLine, RowFormat } from './row-format.ts';

const revisionPattern = /^[1-9][0-9]{0,9}$/;
const nameCharactersMax = 64;

// Characters that show nothing, such as a zero-width blank, stand beside the blanks: a line of them and of separators looks empty.
const blankLine = /^[\s,;，"\p{Default_Ignorable_Code_Point}]*$/u;
const aroundName = /^[\s\p{Default_Ignorable_Code_Point}]+|[\s\p{Default_Ignorable_Code_Point}]+$/gu;

/** The line by which Excel is told its separator; the separators behind it are those of its empty cells. */
const separatorLine = /^"?sep=(.?)"?[,;\t ]*$/i;

const otherSeparators: readonly (readonly [separator: string, name: Words])[] = [
  [';', { zh: '分号', en: 'the semicolon' }],
  ['\t', { zh: '制表符', en: 'the tab' }],
  ['，', { zh: '全角逗号', en: 'the full-width comma' }],
  ['|', { zh: '竖线', en: 'the vertical bar' }],
];

const splitQuoted = (line: string): readonly string[] | undefined => {
  try {
    const rows: string[][] = parse(line);
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined;
  }
};

// Quotes are rare: most lines need no parser.
const splitCsv = (line: string): readonly string[] | undefined =>
  line.includes('"') ? splitQuoted(line) : line.split(',');

const isBlank = (line: string): boolean =>
  blankLine.test(line) && (!line.includes('"') || (splitQuoted(line)?.every((cell) => !isVisible(cell)) ?? false));

const unreadable = (line: number, reason: string): never => {
  throw problem('BATCH_UNREADABLE', { line, reason });
};

const nameIn = (cell: string): string => cell.replaceAll(aroundName, '');

/** The separator in place of the comma, where a line has the names of columns between those. */
const otherSeparatorIn = (line: string): Words | undefined => {
  const isColumn = (cell: string): boolean => rowFields.some((field) => field === nameIn(cell.replaceAll('"', '')));
  return otherSeparators.find(([separator]) => line.split(separator).filter(isColumn).length > 1)?.[1];
};

const requireComma = (number: number, found: Words | undefined): void => {
  if (found !== undefined) unreadable(number, `列须以半角逗号分隔而不是${found.zh}`);
};

/** Where the fields stand, and of how many columns those with a name are. BATCH_UNREADABLE for a header of other columns. */
type Header = { readonly names: readonly string[]; readonly places: readonly number[]; readonly columns: number };

const readHeader = (line: string, number: number): Header => {
  const names = splitCsv(line)?.map(nameIn);
  const missing = rowFields.find((field) => names?.includes(field) !== true);
  if (missing !== undefined) requireComma(number, otherSeparatorIn(line));
  if (names === undefined) return unreadable(number, 'CSV 表头无法读取');
  if (missing !== undefined) unreadable(number, `CSV 表头缺少列 ${missing}`);
  const twice = rowFields.find((field) => names.indexOf(field) !== names.lastIndexOf(field));
  if (twice !== undefined) unreadable(number, `CSV 表头中有重复的列 ${twice}`);
  const other = names.find((name) => name !== '' && !rowFields.some((field) => field === name));
  if (other !== undefined) unreadable(number, `CSV 表头有约定以外的列 ${firstCharacters(other, nameCharactersMax)}`);
  return {
    names,
    places: rowFields.map((field) => names.indexOf(field)),
    columns: names.findLastIndex((name) => name !== '') + 1,
  };
};

const quotesWrong: Words = {
  zh: '引号不成对，或者单元格内有换行，或者有其他 CSV 语法错误',
  en: 'a quote is not closed, a cell holds a line break, or it is not CSV for another reason',
};
const headerAgain: Words = {
  zh: '该行又是表头；合并文件时只保留第一个表头',
  en: 'it is the header again: keep only the first where files are put together',
};
const columnsWrong = (wanted: number, given: number): Words => ({
  zh: `应有 ${wanted} 列，实有 ${given} 列`,
  en: `it should have ${wanted} columns and has ${given}`,
});
const unnamedFilled = (column: number): Words => ({
  zh: `第 ${column} 列有内容而没有列名`,
  en: `column ${column} has no name, but something stands in it`,
});

/** Why cells are no row under a header; undefined where they are one. Cells that a sheet leaves out at the end are empty ones. */
const faultIn = (cells: readonly string[], { names, columns }: Header): Words | undefined => {
  const lacks = names.some((name, place) => place >= cells.length && name !== '' && name !== optionalField);
  if (lacks) return columnsWrong(columns, cells.length);
  const unnamed = cells.findIndex((cell, place) => (names[place] ?? '') === '' && isVisible(cell));
  if (unnamed !== -1) return unnamed >= columns ? columnsWrong(columns, cells.length) : unnamedFilled(unnamed + 1);
  return cells.every((cell, place) => nameIn(cell) === (names[place] ?? '')) ? headerAgain : undefined;
};

/** Reads a sheet: its header from the first line that is not blank, then its rows. */
export const csv = (): RowFormat => {
  let header: Header | undefined;
  const readFirst = (line: string, number: number): ReadLine => {
    const separator = separatorLine.exec(line)?.[1];
    if (separator === undefined) header = readHeader(line, number);
    else if (separator !== ',') requireComma(number, otherSeparators.find(([each]) => each === separator)?.[1]);
    return 'header';
  };
  return {
    isSheet: true,
    awaitsHeader: () => header === undefined,
    read: (line, number) => {
      if (isBlank(line)) return 'blank';
      if (header === undefined) return readFirst(line, number);
      const cells = splitCsv(line);
      if (cells === undefined) return quotesWrong;
      const fault = faultIn(cells, header);
      if (fault !== undefined) return fault;
      const [element, unit, period, revision, value, status, asOf, reason] = header.places.map((place) => cells[place]);
      const count = revision !== undefined && revisionPattern.test(revision) ? Number(revision) : revision;
      return [element, unit, period, count, value, status, asOf, reason];
    },
  };
};
