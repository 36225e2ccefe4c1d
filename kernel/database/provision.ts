// The database, the roles and the schemas of the five services, made by a superuser once and safely again.
import { Client } from './pg.ts';

/** The services that own data, each with a schema of its name. */
export const serviceNames = ['targets', 'indicators', 'evaluation', 'incentives', 'integration'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** What a role of a service is for: the owner migrates, the service runs commands, the exchange moves events. */
export const roleKinds = ['owner', 'service', 'exchange'] as const;
export type RoleKind = (typeof roleKinds)[number];

/** The login role of a service for a purpose: `targets_owner`, `targets`, `targets_exchange`. */
export const roleOf = (service: ServiceName, kind: RoleKind): string =>
  kind === 'service' ? service : `${service}_${kind}`;

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const DUPLICATE_DATABASE = '42P04';
const DUPLICATE_OBJECT = '42710';
const UNIQUE_VIOLATION = '23505';

const ignoring = async (codes: readonly string[], work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !codes.includes(code)) throw error;
  }
};

const withClient = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The same address with another database, user or password. */
export const addressOf = (
  url: string,
  change: { readonly database?: string; readonly user?: string; readonly password?: string },
): string => {
  const address = new URL(url);
  if (change.database !== undefined) address.pathname = `/${change.database}`;
  if (change.user !== undefined) address.username = encodeURIComponent(change.user);
  if (change.password !== undefined) address.password = encodeURIComponent(change.password);
  return address.href;
};

const makeRole = async (client: Client, role: string, password: string): Promise<void> => {
  // Two processes that start at once both try: the second one's refusal is the wanted state.
  await ignoring([DUPLICATE_OBJECT, UNIQUE_VIOLATION], client.query(`create role ${quote(role)} login`));
  await client.query(
    `alter role ${quote(role)} with login password ${literal(password)} nosuperuser nocreatedb nocreaterole nobypassrls`,
  );
};

const makeSchema = async (client: Client, service: ServiceName): Promise<void> => {
  const [owner, app, exchange] = roleKinds.map((kind) => quote(roleOf(service, kind)));
  const schema = quote(service);
  await client.query(`create schema if not exists ${schema} authorization ${owner}`);
  await client.query(`grant usage on schema ${schema} to ${app}, ${exchange}`);
};

/**
 * Makes the database, three login roles for each service (`<service>_owner` migrates, `<service>` works under row-level
 * security, `<service>_exchange` relays, resends and chains the audit log) and a schema for each, owned by its owner alone. Running it
 * again changes passwords only. `passwordOf` gives each role's password. Needs a superuser's address.
 */
export const provision = async (
  superuserUrl: string,
  database: string,
  passwordOf: (role: string) => string,
): Promise<void> => {
  await withClient(superuserUrl, async (client) => {
    // One session at a time: concurrent ALTER ROLE of the same role fails with «tuple concurrently updated».
    await client.query("select pg_advisory_lock(hashtext('jixiao.provision'))");
    for (const service of serviceNames) {
      for (const kind of roleKinds) await makeRole(client, roleOf(service, kind), passwordOf(roleOf(service, kind)));
    }
    await ignoring([DUPLICATE_DATABASE, UNIQUE_VIOLATION], client.query(`create database ${quote(database)}`));
    await client.query(`revoke all on database ${quote(database)} from public`);
    for (const service of serviceNames) {
      for (const kind of roleKinds) {
        // Bulk intake is staged by COPY in temporary tables (E14); the other roles have no use for them.
        const rights = kind === 'service' ? 'connect, temporary' : 'connect';
        await client.query(`grant ${rights} on database ${quote(database)} to ${quote(roleOf(service, kind))}`);
      }
    }
  });
  await withClient(addressOf(superuserUrl, { database }), async (client) => {
    await client.query("select pg_advisory_lock(hashtext('jixiao.provision'))");
    await client.query('revoke all on schema public from public');
    for (const service of serviceNames) await makeSchema(client, service);
  });
};
