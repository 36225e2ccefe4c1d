// How a service's process gets into NATS: what the configuration says, and the files that it names, read once at the start.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { credsAuthenticator } from '@nats-io/transport-node';
import { ConfigError } from '#kernel/config/read.ts';
import type { ValuesOf } from '#kernel/config/variable.ts';
import type { ServiceVariables } from '#kernel/service/variables.ts';
import type { NatsOptions } from './nats-options.ts';

/** What of a process's configuration is about NATS. */
export type NatsConfig = Pick<
  ValuesOf<ServiceVariables>,
  | 'JIXIAO_NODE_ID'
  | 'JIXIAO_NATS_SERVERS'
  | 'JIXIAO_NATS_USER'
  | 'JIXIAO_NATS_PASSWORD'
  | 'JIXIAO_NATS_CREDENTIALS_FILE'
  | 'JIXIAO_NATS_CA_FILE'
  | 'JIXIAO_NATS_CERTIFICATE_FILE'
  | 'JIXIAO_NATS_KEY_FILE'
>;

type FileVariable = Extract<keyof NatsConfig, `${string}_FILE`>;
const fileVariables = [
  'JIXIAO_NATS_CREDENTIALS_FILE',
  'JIXIAO_NATS_CA_FILE',
  'JIXIAO_NATS_CERTIFICATE_FILE',
  'JIXIAO_NATS_KEY_FILE',
] as const satisfies readonly FileVariable[];

/** The texts of the files that are named; absent where the variable is empty. */
type Texts = Readonly<Partial<Record<FileVariable, string>>>;

/**
 * The way into NATS, the same for calls and for facts. Throws ConfigError with every fault: a file that can't be read or holds
 * something else, a certificate without its key, two ways to sign in. A node that found out later would wait for ever.
 */
export const natsAccess = async (config: NatsConfig): Promise<NatsOptions> => {
  const faults = contradictions(config);
  const texts = await readFiles(config, faults);
  faults.push(...unusable(texts));
  if (faults.length > 0) throw new ConfigError(faults);
  const { JIXIAO_NATS_SERVERS: servers, JIXIAO_NATS_USER: user, JIXIAO_NATS_PASSWORD: password } = config;
  const credentials = texts.JIXIAO_NATS_CREDENTIALS_FILE;
  const tls = tlsOf(texts);
  // The client ignores the scheme, and would speak in plain to whoever answers instead of a server that offers TLS.
  const demanded = Object.keys(tls).length > 0 || servers.some((server) => /^tls:/i.test(server));
  return {
    servers,
    name: config.JIXIAO_NODE_ID,
    ...(user === '' ? {} : { user, password }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(demanded ? { tls } : {}),
  };
};

const contradictions = (config: NatsConfig): string[] => {
  const faults: string[] = [];
  if ((config.JIXIAO_NATS_CERTIFICATE_FILE === '') !== (config.JIXIAO_NATS_KEY_FILE === ''))
    faults.push('JIXIAO_NATS_CERTIFICATE_FILE and JIXIAO_NATS_KEY_FILE are given together or not at all');
  if (config.JIXIAO_NATS_CREDENTIALS_FILE !== '' && config.JIXIAO_NATS_USER !== '')
    faults.push('JIXIAO_NATS_CREDENTIALS_FILE and JIXIAO_NATS_USER are two ways to sign in: give one');
  if (config.JIXIAO_NATS_PASSWORD !== '' && config.JIXIAO_NATS_USER === '')
    faults.push('JIXIAO_NATS_PASSWORD is given without JIXIAO_NATS_USER');
  return faults;
};

const readFiles = async (config: NatsConfig, faults: string[]): Promise<Texts> => {
  const texts: Partial<Record<FileVariable, string>> = {};
  for (const name of fileVariables) {
    const path = config[name];
    if (path === '') continue;
    try {
      texts[name] = await readFile(path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      faults.push(`${name} («${path}») can not be read (${code})`);
    }
  }
  return texts;
};

/** What the files hold that NATS's client would stumble over. No sentence repeats a part of a file. */
const unusable = (texts: Texts): readonly string[] => {
  const {
    JIXIAO_NATS_CREDENTIALS_FILE: credentials,
    JIXIAO_NATS_CA_FILE: ca,
    JIXIAO_NATS_CERTIFICATE_FILE: cert,
    JIXIAO_NATS_KEY_FILE: key,
  } = texts;
  const faults: string[] = [];
  if (credentials !== undefined && fails(() => credsAuthenticator(new TextEncoder().encode(credentials))('nonce')))
    faults.push('JIXIAO_NATS_CREDENTIALS_FILE holds no JWT with its NKEY seed');
  if (ca !== undefined && fails(() => new X509Certificate(ca))) faults.push('JIXIAO_NATS_CA_FILE holds no certificate');
  if (cert !== undefined && key !== undefined && fails(() => createSecureContext({ cert, key })))
    faults.push('JIXIAO_NATS_CERTIFICATE_FILE and JIXIAO_NATS_KEY_FILE hold no certificate (PEM) with its own key');
  return faults;
};

const fails = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
};

const tlsOf = (texts: Texts): NonNullable<NatsOptions['tls']> => {
  const { JIXIAO_NATS_CA_FILE: ca, JIXIAO_NATS_CERTIFICATE_FILE: certificate, JIXIAO_NATS_KEY_FILE: key } = texts;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
};
