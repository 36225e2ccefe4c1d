// Every row of every table of a system as text, table by table.
import { Client } from '#kernel/database/pg.ts';
import { serviceNames } from '#kernel/database/provision.ts';

/** A table with all that stands in it. */
export interface StoredTable {
  readonly name: string;
  readonly text: string;
}

const hexadecimal = /\\\\?x((?:[0-9a-f]{2})+)/g;

/** Bytes are printed as hexadecimal digits: they are added in plain. */
const withBytes = (row: string): string =>
  [row, ...[...row.matchAll(hexadecimal)].map(([, digits]) => Buffer.from(digits ?? '', 'hex').toString('utf8'))].join(
    '\n',
  );

/** The tables of the five schemas. */
export const storedTexts = async function* (databaseUrl: string): AsyncGenerator<StoredTable> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_schema = any ($1) and table_type = 'BASE TABLE' order by 1`,
      [serviceNames],
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      yield { name, text: rows.map(({ text }) => withBytes(text)).join('\n') };
    }
  } finally {
    await client.end();
  }
};
