// The export's form: canonical records in byte order, so that two runs can be compared as bytes (exchange rule E21).
import { canonicalJson, sha256 } from '#kernel/values/canonical-json.ts';

/** One list of an export. */
export interface ExportedList {
  /** RFC 8785 JSON, one record a line, each line ended. */
  readonly text: string;
  readonly count: number;
  /** SHA-256 of the text. */
  readonly digest: string;
}

/**
 * Writes a list: each record as canonical JSON, sorted by the stated key in byte order of UTF-8. Two records with the same
 * key are a programming error, since their order would be chance. Records hold business content only: no event ids, no
 * recorded times, no trace ids.
 */
export const exportList = <Row>(records: Iterable<Row>, keyOf: (record: Row) => string): ExportedList => {
  const lines = [...records].map((record) => ({
    key: Buffer.from(keyOf(record), 'utf8'),
    line: canonicalJson(record),
  }));
  lines.sort((one, other) => Buffer.compare(one.key, other.key));
  for (const [index, { key }] of lines.entries()) {
    if (index > 0 && lines[index - 1]?.key.equals(key) === true)
      throw new Error(`Two records of an export have the key ${key.toString('utf8')}.`);
  }
  const text = lines.map(({ line }) => `${line}\n`).join('');
  return { text, count: lines.length, digest: sha256(text) };
};
