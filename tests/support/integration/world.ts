// Integration under test with real partners: the simulated province and HR system over HTTP, an issuer, and the workers.
import type { Transaction } from 'kysely';
import { pino } from 'pino';
import type { operations } from '#contracts/generated/integration.ts';
import { openDatabase } from '#kernel/database/database.ts';
import { numberFeeds } from '#kernel/exchange/feed.ts';
import { openProducer } from '#kernel/exchange/producing/incarnation.ts';
import { openServiceToken } from '#kernel/identity/service-token.ts';
import { instant } from '#kernel/values/date.ts';
import type { WorkerDeps } from '#services/integration/deps.ts';
import type { Received } from '#services/integration/handler.ts';
import { openHttpPartner, type PartnerLimits } from '#services/integration/partners/http-partner.ts';
import type { PersonKeys } from '#services/integration/personal/keys.ts';
import { integration } from '#services/integration/service.ts';
import type { DB } from '#services/integration/store/tables.ts';
import type { WorkerLimits } from '#services/integration/workers/limits.ts';
import { startWorkers, type Workers } from '#services/integration/workers/start.ts';
import { startHr } from '../../../simulators/hr/start.ts';
import type { RunningPartner } from '../../../simulators/partner/partner.ts';
import { startProvince } from '../../../simulators/province/start.ts';
import { startSpecIssuer } from '../../../simulators/support/issuer.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from '../service.ts';
import { startFeedBridge } from './feed-bridge.ts';
import { openSpecIntake, type SpecIntake } from './intake.ts';
import { type Control, controlOf, recordingLogger, until } from './partners.ts';

/** The county of the specs, and its place. */
export const county = '330381';
export const countyPlace = '21003633-939d-58b1-82e8-268cc7f4ef2d';

/** Who asks in the specs. */
export const office: Person = { roles: ['assessment_office'], places: [countyPlace] };
export const organisationOffice: Person = {
  roles: ['organization_department'],
  places: [countyPlace],
  subject: 'organiser',
};
export const hrSystem: Person = { roles: ['hr_system'], places: [countyPlace], subject: 'hr' };

/** Keys of personal data for specs. */
export const specKeys: PersonKeys = {
  fields: {
    current: 'k2',
    keys: new Map([
      ['k1', Buffer.alloc(32, 1)],
      ['k2', Buffer.alloc(32, 2)],
    ]),
  },
  blindIndex: Buffer.alloc(32, 3),
  personId: Buffer.alloc(32, 4),
};

const limits: WorkerLimits = {
  pollMs: 50,
  leaseMs: 600,
  synchronisationAttemptsMax: 3,
  deliveryAttemptsMax: 3,
  retryFirstMs: 20,
  retryMostMs: 100,
};
const partnerLimits: PartnerLimits = {
  requestTimeoutMs: 700,
  streamIdleMs: 700,
  answerBytesMax: 1_048_576,
  pagesMax: 100,
  pageRecords: 50,
};

type Synchronisation = Awaited<ReturnType<World['synchronise']>>;

/** The world of a spec. */
export interface World {
  readonly service: ServiceUnderTest<operations, Received>;
  readonly intake: SpecIntake;
  /** What was logged, line by line. */
  readonly logged: readonly string[];
  /** Starts workers; several may run at once. They may be given other partners than the simulated ones. */
  work(others?: Partial<Pick<WorkerDeps, 'province' | 'hr' | 'limits'>>): Workers;
  /** Calls the control port of a partner. */
  readonly control: Control;
  /** Starts a synchronisation and waits for its end. */
  synchronise(
    dataSet: string,
    period?: string,
  ): Promise<{
    id: string;
    state: string;
    received: number;
    refused: number;
    attempts: number;
    failure: string | null;
    outcome?: { code: string; text: string; textInEnglish: string } | null;
    batchId: string | null;
  }>;
  /** Waits for the end of a synchronisation. */
  ended(id: string): Promise<Synchronisation>;
  /** Runs work in the service's own database, as it would. */
  transact<T>(work: (tx: Transaction<DB>) => Promise<T>): Promise<T>;
  /** Gives delivery numbers, as the relay would. */
  numberFeeds(): Promise<void>;
  stop(): Promise<void>;
}

const client = { id: 'svc-integration', secret: 'spec', roles: ['service:integration'] };

/** Issuer, feed and both partners on free ports. */
const startPartners = async () => {
  const [issuer, bridge] = await Promise.all([startSpecIssuer(client), startFeedBridge()]);
  const credentials = { tokenUrl: issuer.tokenUrl, clientId: client.id, clientSecret: client.secret };
  const common = {
    host: '127.0.0.1',
    port: 0,
    controlPort: 0,
    seed: 1,
    token: { issuer: issuer.issuer, audience: 'jixiao', role: 'service:integration' },
    logger: pino({ level: 'silent' }),
  };
  const province = await startProvince(common);
  const hr = await startHr({ ...common, integrationUrl: bridge.url, client: credentials });
  const stop = () => Promise.all([province.stop(), hr.stop(), bridge.stop(), issuer.stop()]);
  return { bridge, credentials, province, hr, stop };
};

/** Starts everything on free ports and a database of its own. The county's day is 2025-04-10. Stop it afterwards. */
export const startWorld = async (): Promise<World> => {
  const logged: string[] = [];
  const logger = recordingLogger(logged);
  const [partners, service] = await Promise.all([startPartners(), serviceUnderTest(integration({ keys: specKeys }))]);
  const { province, hr } = partners;
  partners.bridge.connect((operationId, question) => service.ask(operationId, question, hrSystem));
  await service.beginDay(county, '2025-04-10');
  const open = <Tables>(role: string) =>
    openDatabase<Tables>({ url: service.url(role), schema: 'integration', applicationName: role, poolMax: 3, logger });
  const [database, exchangeDatabase] = [open<DB>('integration'), open<object>('integration_exchange')];
  const producer = await openProducer(exchangeDatabase, 'integration');
  const token = openServiceToken({ ...partners.credentials, logger });
  const partner = (name: string, { url }: RunningPartner) =>
    openHttpPartner({ name, url: `${url}/api/v1`, token, limits: partnerLimits });
  const intake = openSpecIntake();
  const running: Workers[] = [];
  const ended: World['ended'] = (id) =>
    until(async () => {
      const { body } = await service.ask('getSynchronisation', { path: { synchronisationId: id } }, office);
      return body.state === 'running' ? undefined : body;
    });
  return {
    service,
    intake,
    logged,
    work: (others = {}) => {
      const workers = startWorkers({
        keys: specKeys,
        database,
        exchangeDatabase,
        province: partner('the province', province),
        hr: partner('the HR system', hr),
        indicators: intake.client,
        limits,
        now: () => instant(new Date().toISOString()),
        committed: () => undefined,
        logger,
        ...others,
      });
      running.push(workers);
      return workers;
    },
    control: controlOf({ province, hr }),
    synchronise: async (dataSet, period) => {
      const order = { county, dataSet, ...(period === undefined ? {} : { period }) };
      const { body, code } = await service.ask('startSynchronisation', { body: order }, office);
      if (code !== undefined) throw new Error(`The synchronisation of ${dataSet} was refused: ${code}`);
      return ended(body.id);
    },
    ended,
    transact: (work) => database.transact({ counties: [county] }, work),
    numberFeeds: async () => {
      await numberFeeds(exchangeDatabase, producer);
    },
    stop: async () => {
      await Promise.all(running.map((workers) => workers.stop()));
      await Promise.all([partners.stop(), database.close(), exchangeDatabase.close()]);
      await service.stop();
    },
  };
};
