// Rows as CSV (RFC 4180), as spreadsheets write them: a header that names the columns, and blank cells around the table.
import { parse } from 'csv-parse/sync';
import { problem } from '#kernel/problem/problem.ts';
import { isVisible, shortened } from '#kernel/values/readable.ts';
import { rowFields } from '../domain/observation-row.ts';
import type { RowFormat } from './row-format.ts';

const revisionPattern = /^[1-9][0-9]{0,9}$/;
// The first line that Excel reads a separator from.
const separatorLine = /^"?sep=(.?)"?$/i;
const shownLength = 60;

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

const unreadable = (reason: string): never => {
  throw problem('BATCH_UNREADABLE', { line: 1, reason });
};

const isBlank = (value: string): boolean => !isVisible(value);

// The reasons have their Chinese in contracts/phrases.yaml.
const separatorNames: readonly (readonly [separator: string, name: string])[] = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['，', 'full-width commas'],
  ['|', 'bars'],
];

/** Refuses a header whose columns are separated by something else, or whose lines are. */
const requireCommas = (line: string): void => {
  if (line.includes('\r')) unreadable('the lines have to end in LF or CRLF');
  const other = separatorNames.find(([separator]) => line.includes(separator));
  if (!line.includes(',') && other !== undefined)
    unreadable(`the columns have to be separated by commas, not by ${other[1]}`);
};

/** The names of a header without the blank ones at its end, which stand for cells that were once filled. */
const namesOf = (line: string): readonly string[] => {
  const names = splitCsv(line)?.map((name) => name.trim()) ?? unreadable('the header can not be read');
  const last = names.findLastIndex((name) => !isBlank(name));
  return names.slice(0, last + 1);
};

const requireNames = (names: readonly string[]): void => {
  const missing = rowFields.find((field) => !names.includes(field));
  if (missing !== undefined) unreadable(`the header lacks the column ${missing}`);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) unreadable(`the header has the column ${shortened(twice, shownLength)} twice`);
  const other = names.find((name) => !rowFields.some((field) => field === name));
  if (other !== undefined) unreadable(`the contract has no column ${shortened(other, shownLength)}`);
};

/** The format for one batch. BATCH_UNREADABLE is thrown for a header that is not the contract's. */
export const csvFormat = (): RowFormat => {
  let places: readonly number[] = [];
  let columns = 0;
  return {
    header: (line) => {
      const separator = separatorLine.exec(line.trim())?.[1];
      if (separator === ',') return false;
      if (separator !== undefined) unreadable('the columns have to be separated by commas');
      requireCommas(line);
      const names = namesOf(line);
      // Blank rows above the table.
      if (names.length === 0) return false;
      requireNames(names);
      places = rowFields.map((field) => names.indexOf(field));
      columns = names.length;
      return true;
    },
    read: (line) => {
      const values = splitCsv(line);
      if (values === undefined) return '引号不成对，或者有其他 CSV 语法错误';
      if (values.every(isBlank)) return undefined;
      const beyond = values.slice(columns).some((value) => !isBlank(value));
      if (values.length < columns || beyond) return `应有 ${columns} 列，实有 ${values.length} 列`;
      const [element, unit, period, revision, value, status, asOf, reason] = places.map((place) => values[place]);
      const number = revision !== undefined && revisionPattern.test(revision) ? Number(revision) : revision;
      return [element, unit, period, number, value, status, asOf, reason];
    },
  };
};
