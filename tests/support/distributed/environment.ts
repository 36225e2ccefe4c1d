// The environment of each process of the distributed system under test, as an operator would write it.
import { createHmac } from 'node:crypto';
import { roleOf, type ServiceName } from '#kernel/database/provision.ts';
import { serviceClient } from '#kernel/identity/roles.ts';
import { developmentSecret } from '../../../deploy/issuer/account.ts';

/** What the processes stand on. */
export interface Surroundings {
  readonly databaseUrl: (role: string) => string;
  readonly natsUrl: string;
  readonly issuer: string;
  readonly standstillMs: number;
}

/** Where the partners listen. */
export interface PartnerAddresses {
  readonly province: string;
  readonly hr: string;
}

// Ten processes with two pools each share the connections of one PostgreSQL.
const poolMax = 6;
// Five streams fit what a small machine lets a server keep.
const streamMib = 64;

/** A key of 32 bytes for a purpose, the same as in the embedded system under test: the ids of persons hang on it. */
export const keyFor = (purpose: string): Buffer => createHmac('sha256', 'test').update(purpose).digest();

/** The variables of one instance of a service. */
export const serviceEnvironment = (
  service: ServiceName,
  index: number,
  { databaseUrl, natsUrl, issuer, standstillMs }: Surroundings,
): Record<string, string> => ({
  JIXIAO_DATABASE_URL: databaseUrl(service),
  JIXIAO_EXCHANGE_DATABASE_URL: databaseUrl(roleOf(service, 'exchange')),
  JIXIAO_OWNER_DATABASE_URL: databaseUrl(roleOf(service, 'owner')),
  JIXIAO_DATABASE_POOL_MAX: String(poolMax),
  JIXIAO_NATS_SERVERS: natsUrl,
  JIXIAO_NATS_STREAM_MIB: String(streamMib),
  JIXIAO_NODE_ID: `${service}-${index}`,
  JIXIAO_ISSUER: issuer,
  JIXIAO_CLIENT_SECRET: developmentSecret(serviceClient(service)),
  JIXIAO_STANDSTILL_MS: String(standstillMs),
});

/** What integration reads beside them. */
export const edgeEnvironment = (partners: PartnerAddresses): Record<string, string> => ({
  JIXIAO_HTTP_PORT: '0',
  JIXIAO_PROVINCE_URL: partners.province,
  JIXIAO_HR_URL: partners.hr,
  JIXIAO_PERSON_ID_KEY: keyFor('person/id').toString('hex'),
  JIXIAO_PERSON_KEY: keyFor('person/fields').toString('hex'),
  JIXIAO_PERSON_INDEX_KEY: keyFor('person/blind-index').toString('hex'),
});

/** The variables of both simulated partners; the seed is that of the embedded start. */
export const simulatorEnvironment = (issuer: string): Record<string, string> => ({
  SIMULATOR_ISSUER: issuer,
  SIMULATOR_SEED: '2025',
});

/** What the HR system needs to reach our feed. */
export const hrEnvironment = (issuer: string, integrationUrl: string): Record<string, string> => ({
  ...simulatorEnvironment(issuer),
  SIMULATOR_INTEGRATION_URL: integrationUrl,
  SIMULATOR_TOKEN_URL: `${issuer}/protocol/openid-connect/token`,
  SIMULATOR_CLIENT_SECRET: developmentSecret('hr-system'),
});
