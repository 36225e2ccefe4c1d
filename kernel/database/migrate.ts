// Numbered SQL files, applied once each, in order, by the owner of a schema.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import type { Logger } from 'pino';
import { Client } from './pg.ts';

const MIGRATIONS_TABLE = 'schema_migration';
const fileName = /^[0-9]{4}-[a-z0-9-]+\.sql$/;

/** What to migrate and from where. The kernel's directory comes first, then the service's own. */
export interface MigrationPlan {
  /** The address of the schema's owner. */
  readonly url: string;
  readonly schema: string;
  readonly directories: readonly { readonly prefix: string; readonly path: string }[];
  readonly logger: Logger;
}

/** A schema that a newer program changed in a way that this one can't work with. */
export class SchemaTooNew extends Error {
  constructor(schema: string, migrations: readonly string[]) {
    super(
      `The schema ${schema} was changed by a newer program (${migrations.join(', ')}). ` +
        'Start that newer version, or restore the backup from before the change.',
    );
  }
}

interface MigrationFile {
  readonly name: string;
  readonly path: string;
}

const filesOf = async (plan: MigrationPlan): Promise<MigrationFile[]> => {
  const files: MigrationFile[] = [];
  for (const [index, { prefix, path }] of plan.directories.entries()) {
    const names = (await readdir(path)).filter((name) => name.endsWith('.sql')).sort();
    for (const name of names) {
      if (!fileName.test(name))
        throw new Error(`The migration ${join(path, name)} is not named like 0001-what-it-does.sql.`);
      // The number of the directory leads, so that the kernel's files are in order before the service's.
      files.push({ name: `${index}-${prefix}-${name}`, path: join(path, name) });
    }
  }
  return files;
};

const isMissingTable = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '42P01';

/** Refuses only a newer schema whose unknown migrations are marked `-- breaking` (their names end with that word). */
const refuseNewer = async (plan: MigrationPlan, known: ReadonlySet<string>): Promise<void> => {
  const client = new Client({ connectionString: plan.url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select name from ${plan.schema}.${MIGRATIONS_TABLE} order by id`,
    );
    const unknown = rows.map((row) => row.name).filter((name) => !known.has(name));
    const breaking = unknown.filter((name) => name.endsWith('.breaking'));
    if (breaking.length > 0) throw new SchemaTooNew(plan.schema, breaking);
    if (unknown.length > 0)
      plan.logger.warn({ schema: plan.schema, unknown }, 'the schema is newer than this program, and compatible');
  } catch (error) {
    if (!isMissingTable(error)) throw error;
  } finally {
    await client.end();
  }
};

const lockValueOf = (schema: string): number =>
  createHash('sha256').update(`jixiao.migrate.${schema}`).digest().readUInt32BE(0);

/** A migration's recorded name: `0-kernel-0001-exchange`, with `.breaking` where its first line says so. */
const recordedName = async (file: MigrationFile): Promise<string> => {
  const firstLine = (await readFile(file.path, 'utf8')).split('\n', 1)[0] ?? '';
  const base = file.name.replace(/\.sql$/, '');
  return firstLine.startsWith('-- breaking') ? `${base}.breaking` : base;
};

/**
 * Applies what is missing, each file in one transaction, under an advisory lock of the schema, so that two processes that
 * start at once are safe. A file is never edited once released. Throws `SchemaTooNew` where the schema holds a migration
 * marked breaking that this program does not know.
 */
export const migrate = async (plan: MigrationPlan): Promise<void> => {
  const files = await filesOf(plan);
  const staged = await mkdtemp(join(tmpdir(), 'jixiao-migrations-'));
  // A process that is told to stop does not wait for a migration, which the server then rolls back.
  const remove = (): void => rmSync(staged, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const names = await Promise.all(files.map(recordedName));
    // node-pg-migrate reads one folder: the two sets are linked into one.
    for (const [index, file] of files.entries()) await symlink(file.path, join(staged, `${names[index]}.sql`));
    await refuseNewer(plan, new Set(names));
    await runner({
      databaseUrl: { connectionString: plan.url, options: `-c search_path=${plan.schema}` },
      dir: staged,
      direction: 'up',
      count: Number.POSITIVE_INFINITY,
      schema: plan.schema,
      migrationsSchema: plan.schema,
      migrationsTable: MIGRATIONS_TABLE,
      checkOrder: false,
      advisoryLockMode: 'wait',
      lockValue: lockValueOf(plan.schema),
      singleTransaction: false,
      verbose: false,
      logger: {
        debug: (message: string) => plan.logger.debug(message),
        info: (message: string) => plan.logger.debug(message),
        warn: (message: string) => plan.logger.warn(message),
        error: (message: string) => plan.logger.error(message),
      },
    });
  } finally {
    process.off('exit', remove);
    remove();
  }
};
