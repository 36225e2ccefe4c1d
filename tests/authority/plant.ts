// Planting rows past every service, as superuser: what hides them is then the service's own work.
import { Client } from '#kernel/database/pg.ts';
import { serviceNames } from '#kernel/database/provision.ts';

/** A row of a service's table, by column. Columns that have to be there and are not named get the simplest value of their type. */
export type PlantedRow = readonly [
  service: (typeof serviceNames)[number],
  table: string,
  row: Readonly<Record<string, unknown>>,
];

/** The county of the planted records, and the one from which they are asked for. */
export const counties = { own: '330381', other: '330382' } as const;
/** The id of every record: that their tables differ is enough. The samples of the contracts name the same. */
export const plantedId = '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10';
/** The key behind which a planted event waits: another than the one that is set aside. */
export const plantedKey = 'planted';
export const plantedDay = '2025-03-01';
export const plantedDigest: string = 'a'.repeat(64);

const textOf = (column: string): string => {
  if (column === 'county') return counties.own;
  return column.endsWith('digest') ? plantedDigest : 'a';
};
const simplest: Readonly<Record<string, (column: string) => unknown>> = {
  uuid: () => plantedId,
  date: () => plantedDay,
  int4: () => 1,
  int8: () => 1,
  numeric: () => 1,
  bool: () => false,
  json: () => ({}),
  jsonb: () => ({}),
  text: textOf,
  _text: () => [],
};

const required = async (client: Client, service: string, table: string): Promise<Record<string, unknown>> => {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = $1 and table_name = $2 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`,
    [service, table],
  );
  return Object.fromEntries(rows.map(({ name, type }) => [name, simplest[type]?.(name)]));
};

/** Inserts the rows, and brings each service's directory to the places among them. */
export const plant = async (databaseUrl: string, rows: readonly PlantedRow[]): Promise<void> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Only what is read is planted: what a row refers to may be missing.
    await client.query('set session_replication_role to replica');
    for (const [service, table, given] of rows) {
      const row = { ...(await required(client, service, table)), ...given };
      const columns = Object.keys(row).join(', ');
      await client.query(
        `insert into ${service}.${table} (${columns})
         select ${columns} from jsonb_populate_record(null::${service}.${table}, $1::jsonb)`,
        [JSON.stringify(row)],
      );
    }
    for (const service of serviceNames) {
      await client.query(`set search_path to ${service}`);
      await client.query('select refresh_directory_closure()');
    }
  } finally {
    await client.end();
  }
};
