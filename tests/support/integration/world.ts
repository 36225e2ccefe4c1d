// Integration under test with real partners: the simulated province and HR system over HTTP, an issuer, and the workers.
import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import type { operations } from '#contracts/generated/integration.ts';
import { openDatabase } from '#kernel/database/database.ts';
import { numberFeeds } from '#kernel/exchange/feed.ts';
import { openProducer } from '#kernel/exchange/incarnation.ts';
import { openServiceToken } from '#kernel/identity/service-token.ts';
import { instant } from '#kernel/values/date.ts';
import type { Received } from '#services/integration/handler.ts';
import { openHttpPartner, type PartnerLimits } from '#services/integration/partners/http-partner.ts';
import type { PersonKeys } from '#services/integration/personal/keys.ts';
import { integration } from '#services/integration/service.ts';
import type { DB } from '#services/integration/store/tables.ts';
import type { WorkerLimits } from '#services/integration/workers/limits.ts';
import { startWorkers, type Workers } from '#services/integration/workers/start.ts';
import { startHr } from '../../../simulators/hr/start.ts';
import type { RunningPartner } from '../../../simulators/http/partner.ts';
import { startProvince } from '../../../simulators/province/start.ts';
import { startSpecIssuer } from '../../../simulators/support/issuer.ts';
import { type Person, type ServiceUnderTest, serviceUnderTest } from '../service.ts';
import { startFeedBridge } from './feed-bridge.ts';
import { openSpecIntake, type SpecIntake } from './intake.ts';

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
  /** Starts workers; several may run at once. */
  work(own?: Partial<WorkerLimits>): Workers;
  /** Calls the control port of a partner. */
  control(partner: 'province' | 'hr', method: string, path: string, body?: unknown): Promise<unknown>;
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
    batchId: string | null;
  }>;
  /** Waits for the end of a synchronisation. */
  ended(id: string): Promise<Synchronisation>;
  /** Gives delivery numbers, as the relay would. */
  numberFeeds(): Promise<void>;
  stop(): Promise<void>;
}

/** Waits until a question is answered with something else than undefined; the test's own time limit ends it. */
export const until = async <T>(question: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const answer = await question();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
};

const recordingLogger = (lines: string[]): Logger =>
  pino(
    { level: 'trace' },
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        lines.push(chunk.toString('utf8'));
        done();
      },
    }),
  );

const controlOf =
  (partners: Readonly<Record<'province' | 'hr', RunningPartner>>): World['control'] =>
  async (partner, method, path, body) => {
    const response = await fetch(`${partners[partner].controlUrl}/control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };

/** Starts everything on free ports and a database of its own. The county's day is 2025-04-10. Stop it afterwards. */
export const startWorld = async (): Promise<World> => {
  const logged: string[] = [];
  const logger = recordingLogger(logged);
  const client = { id: 'svc-integration', secret: 'spec', roles: ['service:integration'] };
  const [issuer, bridge] = await Promise.all([startSpecIssuer(client), startFeedBridge()]);
  const common = {
    host: '127.0.0.1',
    port: 0,
    controlPort: 0,
    seed: 1,
    token: { issuer: issuer.issuer, audience: 'jixiao', role: 'service:integration' },
    logger: pino({ level: 'silent' }),
  };
  const clientSettings = { tokenUrl: issuer.tokenUrl, clientId: client.id, clientSecret: client.secret };
  const [province, hr, service] = await Promise.all([
    startProvince(common),
    startHr({ ...common, integrationUrl: bridge.url, client: clientSettings }),
    serviceUnderTest(integration({ keys: specKeys })),
  ]);
  bridge.connect((operationId, question) => service.ask(operationId, question, hrSystem));
  await service.beginDay(county, '2025-04-10');
  const open = <Tables>(role: string) =>
    openDatabase<Tables>({ url: service.url(role), schema: 'integration', applicationName: role, poolMax: 3, logger });
  const [database, exchangeDatabase] = [open<DB>('integration'), open<object>('integration_exchange')];
  const producer = await openProducer(exchangeDatabase, 'integration');
  const token = openServiceToken({ ...clientSettings, logger });
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
    work: (own = {}) => {
      const workers = startWorkers({
        keys: specKeys,
        database,
        exchangeDatabase,
        province: partner('the province', province),
        hr: partner('the HR system', hr),
        indicators: intake.client,
        limits: { ...limits, ...own },
        now: () => instant(new Date().toISOString()),
        committed: () => undefined,
        logger,
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
    numberFeeds: async () => {
      await numberFeeds(exchangeDatabase, producer);
    },
    stop: async () => {
      await Promise.all(running.map((workers) => workers.stop()));
      await Promise.all([province.stop(), hr.stop(), bridge.stop(), issuer.stop()]);
      await Promise.all([database.close(), exchangeDatabase.close()]);
      await service.stop();
    },
  };
};
