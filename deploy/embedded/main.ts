// `npm start`: the whole system in one process on a PostgreSQL of its own, with the short year played on it.
import '#kernel/config/forget-pg.ts';
import '#kernel/process/without-terminal.ts';
import { join } from 'node:path';
import { environment } from '#kernel/config/environment.ts';
import { migrateServices } from '#kernel/database/migrate-services.ts';
import { addressOf, provision } from '#kernel/database/provision.ts';
import { createLogger } from '#kernel/logging/logger.ts';
import { loadDevelopmentKeys } from '../issuer/development-keys.ts';
import { type Ground, type Running, runEmbedded } from './guard/run.ts';
import { openKeys } from './keys.ts';
import { playDemonstration } from './play.ts';
import { startSystem } from './system.ts';
import { announce, say } from './terminal.ts';

const projectFolder = join(import.meta.dirname, '../..');
const database = 'jixiao';

/** The frame's sentences are for people, so they go to the terminal and not to the log. */
const sayOf = (sentence: unknown): void => say(String(sentence));

/** Never resolves: whoever waits for it waits for Ctrl-C. */
const stayUp = new Promise<void>(() => undefined);

const start = async (ground: Ground): Promise<Running> => {
  const { dataFolder, postgres, port, portHolder, stopping } = ground;
  const logFile = join(dataFolder, 'jixiao.log');
  const logger = createLogger({ service: 'embedded', level: 'info', destination: logFile });
  const keys = await openKeys(dataFolder);
  say('正在准备数据库……  Preparing the database');
  await provision(postgres.url, database, keys.passwordOf);
  stopping.throwIfAborted();
  const superuserUrl = addressOf(postgres.url, { database });
  await migrateServices({ superuserUrl, passwordOf: keys.passwordOf, logger });
  stopping.throwIfAborted();
  say('正在启动五个服务……  Starting the five services');
  const system = await startSystem({
    port,
    portHolder,
    databaseUrl: (role) => addressOf(superuserUrl, { user: role, password: keys.passwordOf(role) }),
    keys,
    issuerKeys: await loadDevelopmentKeys(dataFolder),
    environment: environment()['NODE_ENV'],
    partnerFolder: join(dataFolder, 'partners'),
    logger,
  });
  const stop = (): Promise<void> => system.stop();
  // Whoever pressed Ctrl-C meanwhile reads no addresses of a system that is going to stop.
  if (stopping.aborted) return { stop };
  announce(system, { logFile });
  if (!ground.hasDemo) return { stop };
  // The year is played while the system can already be stopped; when it is over, the system stays up.
  const ended = playDemonstration(system, stopping).then(() => {
    announce(system, { logFile });
    say('  系统继续运行，按 Ctrl-C 停止。  Running; Ctrl-C stops it.');
    return stayUp;
  });
  return { stop, ended };
};

process.exit(
  await runEmbedded({
    words: { flags: process.argv.slice(2), environment: environment(), projectFolder },
    logger: { info: sayOf, warn: sayOf },
    start,
  }),
);
