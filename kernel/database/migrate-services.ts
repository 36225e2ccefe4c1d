// Migrating the schemas of all services in one database: the kernel's set first, then each service's own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { migrate } from './migrate.ts';
import { addressOf, roleOf, type ServiceName, serviceNames } from './provision.ts';

const root = join(import.meta.dirname, '../..');

/** The directories of a service's migrations, in their order. */
export const migrationDirectories = (service: ServiceName): { readonly prefix: string; readonly path: string }[] =>
  [
    { prefix: 'kernel', path: join(root, 'kernel/migrations') },
    { prefix: service, path: join(root, `services/${service}/migrations`) },
  ].filter(({ path }) => existsSync(path));

/** Migrates one service's schema as its owner. */
export const migrateService = (settings: {
  readonly ownerUrl: string;
  readonly service: ServiceName;
  readonly logger: Logger;
}): Promise<void> =>
  migrate({
    url: settings.ownerUrl,
    schema: settings.service,
    directories: migrationDirectories(settings.service),
    logger: settings.logger,
  });

/** Migrates all services' schemas, one after another. `superuserUrl` names the database; each owner logs in with its own password. */
export const migrateServices = async (settings: {
  readonly superuserUrl: string;
  readonly passwordOf: (role: string) => string;
  readonly logger: Logger;
}): Promise<void> => {
  for (const service of serviceNames) {
    const role = roleOf(service, 'owner');
    const ownerUrl = addressOf(settings.superuserUrl, { user: role, password: settings.passwordOf(role) });
    await migrateService({ ownerUrl, service, logger: settings.logger });
  }
};
