// Operators repair what is parked: the decision, its audit entry and its stored answer stand together (exchange rules E1, E8, E12).
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '#kernel/database/database.ts';
import { Client } from '#kernel/database/pg.ts';
import { appendAll } from '#kernel/exchange/append.ts';
import type { Sent } from '#services/integration/handler.ts';
import { subjectOf } from '../../../deploy/issuer/account.ts';
import { until } from '../../exchange/support.ts';
import { type SystemUnderTest, systemUnderTest } from '../../support/system.ts';

const county = '330381';
const [broken, sound] = ['第二天', '2025-01-03'];
type Service = 'targets' | 'indicators';

let system: SystemUnderTest;
let integration: Database<object>;
let superuser: Client;
beforeAll(async () => {
  system = await systemUnderTest();
  const logger = pino({ level: 'silent' });
  const url = system.databaseUrl;
  integration = openDatabase({ url, schema: 'integration', applicationName: 'repair-spec', poolMax: 1, logger });
  superuser = new Client({ connectionString: url });
  await superuser.connect();
  // The first day can't be read by any consumer; the second waits behind it.
  const dayBegan = (date: string) => ({
    type: 'cn.jixiao.integration.DayBegan.v1' as const,
    county,
    key: county,
    payload: { county, date, previous: null },
    correlation: randomUUID(),
    actor: 'repair-spec',
    businessDate: sound,
  });
  await integration.transact({ counties: [county] }, (tx) => appendAll<Sent>(tx, [dayBegan(broken), dayBegan(sound)]));
});
afterAll(async () => {
  await Promise.all([integration.close(), superuser.end()]);
  await system.stop();
});

interface Parked {
  readonly eventId: string;
  readonly state: string;
  readonly reason: string;
  readonly tries: number;
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const headersFor = async (key: string): Promise<Record<string, string>> => ({
  authorization: `Bearer ${await system.tokenOf('system-admin')}`,
  'content-type': 'application/json',
  'idempotency-key': key,
});
const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  body: await response.json(),
});
const urlOf = (path: string): string => `${system.url}/api/v1/${path}`;

const get = async (path: string): Promise<Answer> =>
  answerOf(await fetch(urlOf(path), { headers: await headersFor(randomUUID()) }));
const post = async (path: string, body: object, key: string = randomUUID()): Promise<Answer> =>
  answerOf(await fetch(urlOf(path), { method: 'POST', body: JSON.stringify(body), headers: await headersFor(key) }));

const parkedIn = async (service: Service): Promise<readonly Parked[]> => {
  const { body } = await get(`${service}/exchange/parked-events`);
  return (body as { readonly records: readonly Parked[] }).records;
};

/** Both events, once they are parked; in the order of their key. */
const bothParked = (service: Service): Promise<readonly Parked[]> =>
  until(
    () => parkedIn(service),
    (all) => all.length === 2,
  );

const setAside = (service: Service, eventId: string, key?: string): Promise<Answer> =>
  post(`${service}/exchange/parked-events/${eventId}/set-aside`, { county, reason: '日期有误（虚构）' }, key);

const auditOf = async (service: Service, event: string): Promise<object[]> => {
  const { rows } = await superuser.query<{ body: Buffer }>(
    `select body from ${service}.audit_entry where event = $1 order by id`,
    [event],
  );
  return rows.map(({ body }) => JSON.parse(String(body)) as object);
};

const dayOf = async (service: Service): Promise<unknown> =>
  (await superuser.query(`select date::text from ${service}.business_day where county = $1`, [county])).rows[0]?.date;

const subject = subjectOf('system-admin');

describe('an event that is set aside', () => {
  test('is gone with its audit entry and answer in one commit, and the event behind it is applied by itself', async () => {
    const [first] = await bothParked('targets');
    const eventId = first?.eventId ?? '';
    const key = randomUUID();
    const answer = await setAside('targets', eventId, key);
    expect(answer).toEqual({ status: 200, body: { applied: 0, waits: 'an earlier event of the key waits' } });
    await until(
      () => parkedIn('targets'),
      (all) => all.length === 0,
    );
    expect(await dayOf('targets')).toBe(sound);
    expect(await setAside('targets', eventId, key)).toEqual(answer);
    expect(await setAside('targets', eventId)).toMatchObject({ status: 404 });
    const entry = { county, subject, recordId: eventId };
    expect(await auditOf('targets', 'parked-event-set-aside')).toMatchObject([
      { ...entry, outcome: 'done', code: null },
      { ...entry, outcome: 'refused', code: 'NOT_FOUND' },
    ]);
  });

  test('is the first of its key: one behind it stays, and the refusal is audited', async () => {
    const [, second] = await bothParked('indicators');
    const eventId = second?.eventId ?? '';
    expect(await setAside('indicators', eventId)).toMatchObject({ status: 409, body: { code: 'PARKED_EVENT_BEHIND' } });
    expect(await parkedIn('indicators')).toHaveLength(2);
    expect(await auditOf('indicators', 'parked-event-set-aside')).toMatchObject([
      { outcome: 'refused', code: 'PARKED_EVENT_BEHIND', recordId: eventId },
    ]);
  });
});

describe('a key that is redriven', () => {
  const redrive = (key: string): Promise<Answer> =>
    post(`indicators/exchange/parked-keys/${key}/redrive`, { source: 'integration', county });

  test('says why its first event still waits, counts the try, and names who asked', async () => {
    const [before] = await bothParked('indicators');
    const { status, body } = await redrive(county);
    const [after] = await bothParked('indicators');
    expect({ status, body }).toEqual({ status: 200, body: { applied: 0, waits: after?.reason } });
    expect(after).toMatchObject({ eventId: before?.eventId, tries: (before?.tries ?? 0) + 1 });
    expect(await auditOf('indicators', 'parked-key-redriven')).toMatchObject([
      { county, subject, recordId: county, outcome: 'done' },
    ]);
  });

  test('is not found where none of it waits', async () => {
    expect(await redrive('330382')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });
});
