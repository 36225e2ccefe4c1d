// The two ways to write rows, NDJSON and CSV: how a line becomes the values of a row's fields.

import type { Words } from '#kernel/values/words.ts';
import { optionalField, type RawRow, rowFields } from '../domain/observation-row.ts';
import { csv } from './csv-format.ts';
import { nameTwiceIn } from './name-twice.ts';

/** What a line is: a row's values, why it is no row, or one that is no row by itself. */
export type ReadLine = RawRow | Words | 'header' | 'blank';

/** Reads the lines of a batch one after another. */
export type RowFormat = {
  readonly read: (line: string, number: number) => ReadLine;
  /** Whether lines are read from a sheet: one that is not UTF-8 then says that none of them is. */
  readonly isSheet: boolean;
  /** Whether the next line that is not blank is to be the header. */
  readonly awaitsHeader: () => boolean;
};

const fieldCount = rowFields.length;

const notJson: Words = { zh: '不是有效的 JSON', en: 'it is not valid JSON' };
const notAnObject: Words = { zh: '不是 JSON 对象', en: 'it is not a JSON object' };
const unknownField: Words = { zh: '有约定以外的字段', en: 'it has a field beyond the contract' };
const lacks = (field: string): Words => ({ zh: `缺少字段 ${field}`, en: `it lacks the field ${field}` });

const repeatedField = (field: string): Words => ({
  zh: `字段 ${field} 重复出现`,
  en: `it has the field ${field} more than once`,
});

const ndjson = (): RowFormat => ({
  isSheet: false,
  awaitsHeader: () => false,
  read: (line) => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return notJson;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return notAnObject;
    const row = value as Readonly<Record<string, unknown>>;
    const twice = nameTwiceIn(line, row);
    if (twice !== undefined) return repeatedField(twice);
    const { element, unit, period, revision, status, asOf, reason } = row;
    const names = Object.keys(row);
    const missing = rowFields.find((field) => field !== optionalField && !Object.hasOwn(row, field));
    if (missing !== undefined) return lacks(missing);
    if (names.length > (Object.hasOwn(row, optionalField) ? fieldCount : fieldCount - 1)) return unknownField;
    return [element, unit, period, revision, row['value'], status, asOf, reason];
  },
});

/** The format of a media type, fresh for one batch. BATCH_UNREADABLE is thrown for a CSV header that is not the contract's. */
export const rowFormatOf = (contentType: string): RowFormat => (contentType === 'text/csv' ? csv() : ndjson());

/** Whether what was read of a line is a row's values. */
export const isRawRow = (read: ReadLine): read is RawRow => Array.isArray(read);
