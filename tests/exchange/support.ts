// What the specs of the exchange share: databases of two services, a small event map, appending and waiting.
import { sql, type Transaction } from 'kysely';
import { pino } from 'pino';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { roleOf, type ServiceName } from '#kernel/database/provision.ts';
import { type Appended, append } from '#kernel/exchange/append.ts';
import type { NewEvent } from '#kernel/exchange/event.ts';
import { type ExchangeConfig, exchangeDefaults } from '#kernel/exchange/limits.ts';
import type { TestDatabase } from '../support/postgres.ts';

/** The county of most events in these specs, and another one. */
export const county = '330381';
export const otherCounty = '330382';

/** The events that the specs' services exchange. */
export interface SpecEvents {
  'cn.jixiao.targets.PlanApproved.v1': { readonly plan: string; readonly step: number };
  'cn.jixiao.targets.LightChanged.v1': { readonly light: string };
  'cn.jixiao.evaluation.SheetStored.v1': { readonly plan: string; readonly step: number };
  'cn.jixiao.integration.DayBegan.v1': { readonly county: string; readonly date: string };
}

export const planApproved = 'cn.jixiao.targets.PlanApproved.v1';
export const sheetStored = 'cn.jixiao.evaluation.SheetStored.v1';
export const dayBegan = 'cn.jixiao.integration.DayBegan.v1';

/** Specs provoke warnings: they are not shown. */
export const logger: pino.Logger = pino({ level: 'silent' });

/** Times short enough for specs. */
export const quickConfig: ExchangeConfig = {
  ...exchangeDefaults,
  pollMs: 20,
  redriveMs: 50,
  pullMs: 50,
  auditMs: 100,
  standstillMs: 500,
  gapBackoffMs: 50,
  resendBackoffMaxMs: 2_000,
  askTimeoutMs: 500,
  leaderRetryMs: 50,
  publishTimeoutMs: 1_000,
  transientTriesMax: 3,
  transientMs: 2_000,
  retryDelayMs: 10,
  retryDelayMaxMs: 200,
  gapDelayMs: 30,
};

/** A service's two ways to its schema. */
export interface SpecService {
  readonly name: ServiceName;
  /** As the service, under row-level security. */
  readonly own: Database<object>;
  /** As `<service>_exchange`. */
  readonly exchange: Database<object>;
  close(): Promise<void>;
}

/** Opens both ways. */
export const openService = (database: TestDatabase, name: ServiceName, applicationName = 'spec'): SpecService => {
  const open = (role: string): Database<object> =>
    openDatabase({ url: database.url(role), schema: name, applicationName, poolMax: 6, logger });
  const own = open(roleOf(name, 'service'));
  const exchange = open(roleOf(name, 'exchange'));
  return {
    name,
    own,
    exchange,
    close: async () => {
      await own.close();
      await exchange.close();
    },
  };
};

/** An event of a plan. */
export const approved = (
  plan: string,
  step: number,
  of: string = county,
): Extract<NewEvent<SpecEvents>, { readonly type: typeof planApproved }> => ({
  type: planApproved,
  county: of,
  key: plan,
  businessDate: '2025-03-03',
  actor: 'subject-1',
  correlation: `request-${plan}-${step}`,
  payload: { plan, step },
});

/** Appends in the caller's transaction. */
export const appendIn = (tx: Transaction<object>, event: NewEvent<SpecEvents>): Promise<Appended> =>
  append<SpecEvents>(tx, event);

/** Appends in a transaction of its own. */
export const appendOne = (service: SpecService, event: NewEvent<SpecEvents>): Promise<Appended> =>
  service.own.transact({ counties: event.county === null ? [] : [event.county] }, (tx) => appendIn(tx, event));

/** Waits until a condition holds; fails with what it last saw. */
export const until = async <T>(
  look: () => Promise<T> | T,
  holds: (seen: T) => boolean,
  limitMs = 10_000,
): Promise<T> => {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (holds(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`The condition did not come true; last seen: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Rows of a statement as the exchange role. */
export const rowsOf = async <Row>(service: SpecService, text: string): Promise<Row[]> =>
  service.exchange.transact('exchange', async (tx) => (await sql.raw<Row>(text).execute(tx)).rows);
