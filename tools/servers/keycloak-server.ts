// One Keycloak on ports of its own: a view of the shared programs with data of its own.
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ready, startChild } from './child.ts';
import { javaProgram } from './java.ts';
import type { Realm } from './keycloak-realm.ts';
import { freePort } from './port.ts';

/** A Keycloak that this process started. */
export type LocalKeycloak = {
  /** Base address, such as `http://127.0.0.1:34567`; the issuer is `<url>/realms/<realm>`. */
  readonly url: string;
  /** Answers 200 on `/health/ready`. */
  readonly managementUrl: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

/** The administrator of every Keycloak that tests start; it is bound to loopback and gone after the run. */
export const keycloakAdministrator: { readonly name: string; readonly password: string } = {
  name: 'admin',
  password: 'admin',
};

/** Where one Keycloak takes its programs and its data from. */
export type KeycloakStart = {
  /** The built distribution; nothing is written there. */
  readonly folder: string;
  /** A folder of its own. */
  readonly directory: string;
  readonly realm: Realm;
  /** A folder with the database of an import; without it the realm is imported into an empty one. */
  readonly seed?: string;
};

// A machine with two busy cores was up to four times slower than a quiet one, where an empty database takes 40 s.
const startLimitMs = 180_000;
const pollMs = 200;
const pollLimitMs = 5_000;
const shared = ['bin', 'conf', 'lib', 'providers', 'themes'];
const openedPackages = ['util', 'util.concurrent', 'security', 'lang'];

/** Starts Keycloak and waits until its realm answers; its log line "Listening" comes long before that. */
export const startKeycloak = async (start: KeycloakStart): Promise<LocalKeycloak> => {
  await layOut(start);
  const [port, managementPort] = [await freePort(), await freePort()];
  const child = await startChild({
    program: await javaProgram(),
    arguments: [...javaArguments(start.directory), ...serverArguments(port, managementPort)],
    environment: {
      KC_BOOTSTRAP_ADMIN_USERNAME: keycloakAdministrator.name,
      KC_BOOTSTRAP_ADMIN_PASSWORD: keycloakAdministrator.password,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(child, startLimitMs, () => answers(`${url}/realms/${start.realm.name}`), pollMs);
  return { url, managementUrl: `http://127.0.0.1:${managementPort}`, pid: child.pid, stop: child.stop };
};

const layOut = async ({ folder, directory, realm, seed }: KeycloakStart): Promise<void> => {
  const data = join(directory, 'data');
  await mkdir(join(data, 'import'), { recursive: true });
  await writeFile(join(data, 'import', `${realm.name}.json`), realm.text);
  if (seed !== undefined) await cp(join(seed, 'h2'), join(data, 'h2'), { recursive: true });
  for (const name of shared) await symlink(join(folder, name), join(directory, name), 'junction');
};

// Java is started itself and not by kc.sh, whose shell would stay as its parent and outlive a SIGKILL.
const javaArguments = (home: string): string[] => [
  '-Xms128m',
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  ...openedPackages.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  `-Dkc.home.dir=${home}`,
  `-Djboss.server.config.dir=${join(home, 'conf')}`,
  `-Dkeycloak.theme.dir=${join(home, 'themes')}`,
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Duser.language=en',
  '-Duser.country=US',
  '-Dfile.encoding=UTF-8',
  '-cp',
  join(home, 'lib', 'quarkus-run.jar'),
  'io.quarkus.bootstrap.runner.QuarkusEntryPoint',
];

const serverArguments = (port: number, managementPort: number): string[] => [
  'start',
  '--optimized',
  '--http-enabled=true',
  '--hostname-strict=false',
  '--cache=local',
  '--import-realm',
  '--http-host=127.0.0.1',
  `--http-port=${port}`,
  '--http-management-host=127.0.0.1',
  `--http-management-port=${managementPort}`,
];

const answers = async (url: string): Promise<true | undefined> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(pollLimitMs) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.status === 200 ? true : undefined;
};
