// The environment as the provisioning of test servers sees it: addresses given from outside, the cache, and whether this is CI.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where test servers come from, read once from the environment. */
export type ServerEnvironment = {
  /** Address of a NATS server with JetStream that the tests may fill and empty: `JIXIAO_TEST_NATS_URL`. */
  readonly natsUrl: string | undefined;
  /** Base address of a Keycloak whose realm `jixiao` was imported from ours: `JIXIAO_TEST_KEYCLOAK_URL`. */
  readonly keycloakUrl: string | undefined;
  /** Password of the administrator `admin` of that Keycloak: `JIXIAO_TEST_KEYCLOAK_PASSWORD`, default `admin`. */
  readonly keycloakPassword: string;
  /** Folder that keeps provisioned servers between runs: `$XDG_CACHE_HOME/jixiao`, else `~/.cache/jixiao`. */
  readonly cacheDirectory: string;
  /** Where Java is installed when it isn't on the path: `JAVA_HOME`. */
  readonly javaHome: string | undefined;
  /** With CI=true a server that can't be had fails the run instead of skipping tests. */
  readonly demanded: boolean;
  /** `JIXIAO_TEST_CONTAINERS=off` leaves containers out, for machines whose runtime answers but can't be used. */
  readonly containers: boolean;
};

const given = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

/** Reads the variables that say where test servers come from. Relative `XDG_CACHE_HOME` is ignored, as its specification asks. */
export const serverEnvironment = (variables: NodeJS.ProcessEnv = process.env): ServerEnvironment => {
  const xdg = given(variables['XDG_CACHE_HOME']);
  const base = xdg?.startsWith('/') === true ? xdg : join(homedir(), '.cache');
  return {
    natsUrl: given(variables['JIXIAO_TEST_NATS_URL']),
    keycloakUrl: given(variables['JIXIAO_TEST_KEYCLOAK_URL'])?.replace(/\/+$/, ''),
    keycloakPassword: given(variables['JIXIAO_TEST_KEYCLOAK_PASSWORD']) ?? 'admin',
    cacheDirectory: join(base, 'jixiao'),
    javaHome: given(variables['JAVA_HOME']),
    demanded: ['true', '1'].includes(variables['CI'] ?? ''),
    containers: variables['JIXIAO_TEST_CONTAINERS'] !== 'off',
  };
};

/**
 * The environment for a child program: ours, with the given additions and without `KC_*`, by which the settings of another
 * Keycloak would seep into the one of the tests.
 */
export const childEnvironment = (additions: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('KC_'))),
  ...additions,
});
