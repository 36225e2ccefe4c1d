// Provisioning for a distributed installation: makes the database, its roles and schemas, migrates, and writes the roles' addresses.
import { pino } from 'pino';
import { environment } from '#kernel/config/environment.ts';
import { readConfig } from '#kernel/config/read.ts';
import { address, text } from '#kernel/config/variable.ts';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { addressOf, provision } from '#kernel/database/provision.ts';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import { explainEnd } from '#kernel/process/explain.ts';
import { readFlags } from '#tools/arguments.ts';
import { writeRoleFiles } from './role-files.ts';

const variables = {
  JIXIAO_SUPERUSER_URL: address({
    description: 'PostgreSQL as a superuser, on any database',
    schemes: ['postgres', 'postgresql'],
    secret: true,
  }),
  JIXIAO_DATABASE_NAME: text({ description: 'The database to make or to bring up to date', fallback: 'jixiao' }),
  JIXIAO_SECRETS_FOLDER: text({ description: 'Where the addresses of the roles are written, for the operator alone' }),
};

readFlags(
  'npm run provision: makes or updates the database of an installation. It takes no arguments, only variables (docs/operating.md).',
);

const main = async (): Promise<number> => {
  try {
    const config = readConfig(variables, environment());
    const folder = config.JIXIAO_SECRETS_FOLDER;
    const superuserUrl = addressOf(config.JIXIAO_SUPERUSER_URL, { database: config.JIXIAO_DATABASE_NAME });
    // The files come first: a password that the database knows and nobody else would lock everybody out.
    const passwordOf = await writeRoleFiles(folder, superuserUrl);
    await provision(config.JIXIAO_SUPERUSER_URL, config.JIXIAO_DATABASE_NAME, passwordOf);
    await migrateServices({ superuserUrl, passwordOf, logger: pino({ level: 'warn' }) });
    process.stdout.write(
      `The database ${config.JIXIAO_DATABASE_NAME} has its roles, schemas and tables; the roles' addresses are in ${folder}.\n`,
    );
    return exitCodes.ok;
  } catch (error) {
    const { sentence, exitCode } = explainEnd(error);
    process.stderr.write(`${sentence}\n`);
    return exitCode;
  }
};

process.exitCode = await main();
