// Unit results for the province (P8): put there until its receipt is here, refused by its code, repaired.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { announceResults, registerDecision } from '../../../tests/support/integration/decisions.ts';
import { until } from '../../../tests/support/integration/partners.ts';
import {
  county,
  office,
  organisationOffice,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';
import { specTraceparent } from '../../../tests/support/service-exchanging.ts';

let world: World;
let places: string[];
let document: string;
beforeAll(async () => {
  world = await startWorld();
  world.work();
  await world.synchronise('P1');
  const { body } = await world.service.ask('listPlaces', { query: { county, limit: '200' } }, office);
  places = body.records.slice(1).map(({ id }) => id);
  document = await registerDecision(world.service, 1);
});
afterAll(() => world.stop());

const ofRecord = async (recordKey: string | undefined) => {
  const { body } = await world.service.ask('listDeliveries', { query: { county, limit: '200' } }, office);
  return body.records.filter((one) => one.recordKey === recordKey);
};
/** The delivery of a record, newest version, when the worker has done with it. */
const done = (recordKey: string | undefined) =>
  until(async () => {
    const [newest] = await ofRecord(recordKey);
    return newest === undefined || newest.state === 'due' || newest.state === 'sent' ? undefined : newest;
  });
const announce = async (index: number, total?: string) => {
  const [recordKey] = await announceResults(world.service, document, places.slice(index, index + 1), total);
  return recordKey;
};
const plant = (fault: object) => world.control('province', 'POST', '/faults', fault);
const codeOf = async (index: number): Promise<string> => {
  const [row] = await world.service.sql<{ code: string }>('select code from directory_place where place_id = $1', [
    places[index],
  ]);
  return row?.code ?? '';
};
const puts = async (): Promise<number> =>
  ((await world.control('province', 'GET', '/calls')) as Record<string, number>)['putUnitResult'] ?? 0;

describe('an announced unit result', () => {
  test('is put to the province, accepted by its receipt, and told of', async () => {
    const recordKey = await announce(0);
    expect(await done(recordKey)).toMatchObject({ partner: 'province', state: 'accepted', receiptDate: '2025-04-10' });
    const [row] = await world.service.sql<{ receipt: string; body: string }>('select receipt, body from delivery');
    expect(row?.receipt).toMatch(/^SJ-\d{8}$/);
    expect(JSON.parse(row?.body ?? '')).toMatchObject({
      county,
      rank: 1,
      total: '93.42',
      grade: null,
      supersedes: null,
    });
    const [event] = (await world.service.sent()).slice(-1);
    expect(event).toMatchObject({ key: recordKey, payload: { outcome: 'accepted', partner: 'province' } });
    const told = await world.service.sql<{ traceparent: string }>('select traceparent from outbox where key = $1', [
      recordKey,
    ]);
    // The worker goes on in the trace of the event that made it due.
    expect(told.map(({ traceparent }) => traceparent.split('-')[1])).toEqual([specTraceparent.split('-')[1]]);
  });

  test('whose answer was lost is put again and gets the same receipt, once', async () => {
    const before = await puts();
    await plant({ kind: 'lost-answer', operation: 'putUnitResult', times: 1 });
    expect(await done(await announce(1))).toMatchObject({ state: 'accepted' });
    expect(await puts()).toBe(before + 2);
  });

  test('waits out a province that fails or hangs', async () => {
    await plant({ kind: 'error', operation: 'putUnitResult', status: 503, times: 1 });
    await plant({ kind: 'hang', operation: 'putUnitResult', times: 1 });
    expect(await done(await announce(2))).toMatchObject({ state: 'accepted' });
  });

  test('that the province rejects keeps its code, and is repaired under the number that is still free there', async () => {
    const unit = await codeOf(3);
    await plant({ kind: 'reject', unit, code: 'UNIT_CLOSED', times: 1 });
    const recordKey = await announce(3);
    const rejected = await done(recordKey);
    expect(rejected).toMatchObject({ state: 'rejected', rejectCode: 'UNIT_CLOSED', version: 1 });
    const repair = { path: { deliveryId: rejected.id }, body: { reason: '省平台已更正目录' } };
    await world.service.ask('repairDelivery', repair, organisationOffice);
    expect(await done(recordKey)).toMatchObject({ state: 'accepted', version: 2 });
    const [row] = await world.service.sql<{ partner_path: string }>(
      `select partner_path from delivery where record_key = $1 and version = 2`,
      [recordKey],
    );
    expect(row?.partner_path).toMatch(new RegExp(`/${unit}/versions/1$`));
  });

  test('that replaces an accepted one names it, and supersedes it', async () => {
    const recordKey = await announce(0, '94.00');
    await until(async () => ((await ofRecord(recordKey))[0]?.state === 'accepted' ? true : undefined));
    expect((await ofRecord(recordKey)).map(({ version, state }) => [version, state])).toEqual([
      [2, 'accepted'],
      [1, 'superseded'],
    ]);
    const [row] = await world.service.sql<{ body: string }>(
      `select body from delivery where record_key = $1 and version = 2`,
      [recordKey],
    );
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ supersedes: 1 });
  });

  test('that can not be delivered within the limits is given back with a code, and not lost', async () => {
    await plant({ kind: 'error', operation: 'putUnitResult', status: 500, times: 50 });
    const recordKey = await announce(4);
    const given = await done(recordKey);
    expect(given).toMatchObject({ state: 'rejected', rejectCode: 'PARTNER_UNREACHABLE' });
    await world.control('province', 'DELETE', '/faults');
    const repair = { path: { deliveryId: given.id }, body: { reason: '线路恢复' } };
    await world.service.ask('repairDelivery', repair, organisationOffice);
    expect(await done(recordKey)).toMatchObject({ state: 'accepted', version: 2 });
  });

  test('is put by one of two instances alone', async () => {
    const before = await puts();
    const second = world.work();
    await plant({ kind: 'delay', operation: 'putUnitResult', milliseconds: 200, times: 3 });
    const keys = await announceResults(world.service, document, places.slice(5, 8));
    for (const key of keys) expect(await done(key)).toMatchObject({ state: 'accepted' });
    expect(await puts()).toBe(before + 3);
    await second.stop();
  });
});
