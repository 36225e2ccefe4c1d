// The system as an operator runs it: each service in processes of its own, over NATS with JetStream, PostgreSQL and Keycloak.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceName, serviceNames } from '#kernel/database/provision.ts';
import { type Crew, openCrew } from './distributed/crew.ts';
import { type Entrance, openEntrance } from './distributed/entrance.ts';
import { edgeEnvironment, hrEnvironment, serviceEnvironment, simulatorEnvironment } from './distributed/environment.ts';
import { endOf, type Program, startProgram } from './distributed/program.ts';
import { openTokens, type TokenSource } from './distributed/tokens.ts';
import { type KeycloakServer, keycloak } from './keycloak.ts';
import { type NatsServer, natsServer } from './nats.ts';
import { emptyDatabase } from './postgres.ts';
import type { Unavailable } from './skips.ts';

/** The servers that a distributed system stands on. */
export interface GroundServers {
  readonly nats: NatsServer;
  readonly keycloak: KeycloakServer;
}

/** What is started; everything twice when nothing else is said. */
export interface DistributedSettings {
  readonly services?: readonly ServiceName[];
  readonly instances?: number;
  readonly standstillMs?: number;
}

/** A partner's simulation. */
export interface PartnerProcess {
  readonly url: string;
  readonly controlUrl: string;
}

/** The running system. */
export interface Distributed extends TokenSource, Omit<Crew, 'everStarted'> {
  /** The entrance before all gateways. */
  readonly url: string;
  readonly issuer: string;
  readonly partners: { readonly province: PartnerProcess; readonly hr: PartnerProcess };
  /** The superuser's address of the database, for what a spec plants there. */
  readonly databaseUrl: string;
  /** Loses all that JetStream holds, as a lost volume does. */
  wipe(): Promise<void>;
  /** The last lines above «info» of every process, for the report of a failure. */
  complaints(): string;
  /** Ends everything, and drops the database. Give `keepLogs` when something failed. */
  stop(options?: { readonly keepLogs: boolean }): Promise<void>;
}

const standstillDefaultMs = 2_000;
// The sweep of a later run knows folders by the number of the process that made them.
const logFolderPrefix = `jixiao-test-servers-${process.pid}-`;
const mostSeriousLevel = 40;
const complaintLinesMax = 25;

/** The servers, or the reason why one of them can't be had. */
export const distributedServers = async (): Promise<GroundServers | Unavailable> => {
  const issuer = await keycloak();
  if ('skip' in issuer) return issuer;
  const nats = await natsServer();
  if ('skip' in nats) return nats;
  return { nats, keycloak: issuer };
};

const complaintsOf = (program: Program): string => {
  const lines = program
    .printed()
    .split('\n')
    .filter((line) => !line.startsWith('{') || Number(/"level":(\d+)/.exec(line)?.[1] ?? 0) >= mostSeriousLevel);
  return [`— ${program.name}`, ...lines.slice(-complaintLinesMax)].join('\n');
};

const startPartners = async (issuer: string, entrance: Entrance, logFolder: string) => {
  const province = await startProgram({
    name: 'province',
    file: 'simulators/province/main.ts',
    environment: simulatorEnvironment(issuer),
    logFolder,
  });
  const hr = await startProgram({
    name: 'hr',
    file: 'simulators/hr/main.ts',
    environment: hrEnvironment(issuer, entrance.url),
    logFolder,
  });
  const addressOf = async (program: Program): Promise<PartnerProcess> => ({
    url: await program.says('url'),
    controlUrl: await program.says('controlUrl'),
  });
  return {
    programs: [province, hr],
    partners: { province: await addressOf(province), hr: await addressOf(hr) },
  };
};

/** Starts the system on an empty database, which its processes migrate themselves. Stop it afterwards. */
export const startDistributed = async (
  { nats, keycloak: { issuer } }: GroundServers,
  settings: DistributedSettings = {},
): Promise<Distributed> => {
  const { services = serviceNames, instances = 2, standstillMs = standstillDefaultMs } = settings;
  const logFolder = await mkdtemp(join(tmpdir(), logFolderPrefix));
  const database = await emptyDatabase();
  const entrance = await openEntrance();
  const { partners, programs } = await startPartners(issuer, entrance, logFolder);
  const surroundings = { databaseUrl: (role: string) => database.url(role), natsUrl: nats.url, issuer, standstillMs };
  const edge = edgeEnvironment({ province: partners.province.url, hr: partners.hr.url });
  const { everStarted, ...crew } = openCrew(
    (service, index) => ({
      ...serviceEnvironment(service, index, surroundings),
      ...(service === 'integration' ? edge : {}),
    }),
    entrance,
    logFolder,
  );
  const complaints = (): string =>
    [`logs: ${logFolder}`, ...[...programs, ...everStarted].map(complaintsOf)].join('\n');
  const stop = async (options = { keepLogs: false }): Promise<void> => {
    await Promise.all([...programs, ...everStarted].map(endOf));
    await entrance.close();
    await database.drop();
    await nats.stop();
    if (!options.keepLogs) await rm(logFolder, { recursive: true, force: true });
  };
  try {
    const all = services.flatMap((service) => Array.from({ length: instances }, (_, index) => ({ service, index })));
    await Promise.all(all.map(({ service, index }) => crew.start(service, index)));
  } catch (error) {
    const told = complaints();
    await stop({ keepLogs: true });
    throw new Error(`The distributed system did not start.\n${told}`, { cause: error });
  }
  return {
    ...crew,
    ...openTokens(issuer),
    url: entrance.url,
    issuer,
    partners,
    databaseUrl: database.url(),
    wipe: () => nats.wipe(),
    complaints,
    stop,
  };
};
