// The two ways to write rows, NDJSON and CSV: how a line becomes the values of a row's fields.
import { parse } from 'csv-parse/sync';
import { problem } from '#kernel/problem/problem.ts';
import { type RawRow, rowFields } from '../domain/observation-row.ts';
import { nameTwiceIn } from './name-twice.ts';

/** Reads a line; a text says why it is no row. The first line of a format with a header is given to `header`. */
export type RowFormat = {
  readonly header?: (line: string) => void;
  readonly read: (line: string) => RawRow | string;
};

const fieldCount = rowFields.length;
const optionalField = 'reason';

const ndjson = (): RowFormat => ({
  read: (line) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return '不是有效的 JSON';
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '不是 JSON 对象';
    const row = value as Readonly<Record<string, unknown>>;
    const twice = nameTwiceIn(line, row);
    if (twice !== undefined) return `字段 ${twice} 重复出现`;
    const { element, unit, period, revision, status, asOf, reason } = row;
    const names = Object.keys(row);
    const missing = rowFields.find((field) => field !== optionalField && !Object.hasOwn(row, field));
    if (missing !== undefined) return `缺少字段 ${missing}`;
    if (names.length > (Object.hasOwn(row, optionalField) ? fieldCount : fieldCount - 1)) return '有约定以外的字段';
    return [element, unit, period, revision, row['value'], status, asOf, reason];
  },
});

const revisionPattern = /^[1-9][0-9]{0,9}$/;

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

const csv = (): RowFormat => {
  let places: readonly number[] = [];
  let columns = 0;
  return {
    header: (line) => {
      const names = splitCsv(line)?.map((name) => name.trim()) ?? unreadable('CSV 表头无法读取');
      const missing = rowFields.find((field) => !names.includes(field));
      if (missing !== undefined) unreadable(`CSV 表头缺少列 ${missing}`);
      if (names.length !== fieldCount) unreadable('CSV 表头有约定以外的列');
      places = rowFields.map((field) => names.indexOf(field));
      columns = names.length;
    },
    read: (line) => {
      const values = splitCsv(line);
      if (values === undefined) return '引号不成对，或者有其他 CSV 语法错误';
      if (values.length !== columns) return `应有 ${columns} 列，实有 ${values.length} 列`;
      const [element, unit, period, revision, value, status, asOf, reason] = places.map((place) => values[place]);
      const number = revision !== undefined && revisionPattern.test(revision) ? Number(revision) : revision;
      return [element, unit, period, number, value, status, asOf, reason];
    },
  };
};

/** The format of a media type, fresh for one batch. BATCH_UNREADABLE is thrown for a CSV header that is not the contract's. */
export const rowFormatOf = (contentType: string): RowFormat => (contentType === 'text/csv' ? csv() : ndjson());
