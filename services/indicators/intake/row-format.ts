// The two ways to write rows, NDJSON and CSV: how a line becomes the values of a row's fields.
import { repeatedName } from '#kernel/operation/repeated-name.ts';
import { shortened } from '#kernel/values/readable.ts';
import { type RawRow, rowFields } from '../domain/observation-row.ts';
import { csvFormat } from './csv-format.ts';

/**
 * Reads a line; a text says why it is no row, and nothing that the line is blank. The first lines of a format with a header are given
 * to `header` until it says that one was the header.
 */
export type RowFormat = {
  readonly header?: (line: string) => boolean;
  readonly read: (line: string) => RawRow | string | undefined;
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
    const repeated = repeatedName(line)?.at(-1);
    if (repeated !== undefined) return `字段 ${shortened(String(repeated), 60)} 出现不止一次`;
    const row = value as Readonly<Record<string, unknown>>;
    const { element, unit, period, revision, status, asOf, reason } = row;
    const names = Object.keys(row);
    const missing = rowFields.find((field) => field !== optionalField && !Object.hasOwn(row, field));
    if (missing !== undefined) return `缺少字段 ${missing}`;
    if (names.length > (Object.hasOwn(row, optionalField) ? fieldCount : fieldCount - 1)) return '有约定以外的字段';
    return [element, unit, period, revision, row['value'], status, asOf, reason];
  },
});

/** The format of a media type, fresh for one batch. BATCH_UNREADABLE is thrown for a CSV header that is not the contract's. */
export const rowFormatOf = (contentType: string): RowFormat => (contentType === 'text/csv' ? csvFormat() : ndjson());
