// A durable PostgreSQL of its own for a bench, with the schemas and roles of all services.
import { Client } from 'pg';
import { pino } from 'pino';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { addressOf, provision } from '#kernel/database/provision.ts';
import { startEphemeralPostgres } from '#tools/postgres/ephemeral.ts';

const databaseName = 'bench';
const maxConnections = 200;

/** A bench says nothing of what it runs. */
export const logger: pino.Logger = pino({ level: 'silent' });

/** The password of a role in a bench. */
export const passwordOf = (role: string): string => `bench-${role}`;

/** The database of a bench. */
export interface BenchDatabase {
  /** The superuser's address. */
  readonly superuserUrl: string;
  readonly urlOf: (role: string) => string;
  /** Runs a statement as superuser and gives its rows. */
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

/** The address of a role in the database of a superuser's address. */
export const roleUrl = (superuserUrl: string, role: string): string =>
  addressOf(superuserUrl, { user: role, password: passwordOf(role) });

/** Starts it, migrated and empty. It flushes what it commits, as a real server does. */
export const benchDatabase = async (): Promise<BenchDatabase> => {
  const postgres = await startEphemeralPostgres({ logger, durable: true, maxConnections });
  await provision(postgres.url, databaseName, passwordOf);
  const superuserUrl = addressOf(postgres.url, { database: databaseName });
  await migrateServices({ superuserUrl, passwordOf, logger });
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  return {
    superuserUrl,
    urlOf: (role) => roleUrl(superuserUrl, role),
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as Row[],
    stop: async () => {
      await client.end();
      await postgres.stop();
    },
  };
};
