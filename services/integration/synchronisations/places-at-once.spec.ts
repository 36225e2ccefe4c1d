// The first P1 of two counties at once: the places above both are shared, and each list is taken.
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../tests/support/integration/partners.ts';
import { county, office, startWorld, type World } from '../../../tests/support/integration/world.ts';
import { placeId } from '../domain/place.ts';
import type { HttpPartner } from '../partners/http-partner.ts';

const neighbour = '330382';
const [province, city] = ['330000000000', '330300000000'];
const place = (code: string, kind: string, parent: string | null, change: object = {}): object => ({
  place: code,
  code,
  name: `甲${code.slice(0, 6)}`,
  kind,
  parent,
  validFrom: '2023-06-30',
  validTo: null,
  successors: [],
  document: null,
  ...change,
});
const former = place(province, 'province', null, { validFrom: '2020-01-01', validTo: '2023-06-30', name: '旧名' });

/** The county's list comes first and says what the province was before; the neighbour's comes when the county's is written. */
const partner: HttpPartner = {
  name: 'the partner',
  pages: async function* (_path, { under }) {
    if (under === neighbour) await waiting(1);
    const above = [place(province, 'province', null), place(city, 'city', province)];
    yield [...(under === county ? [former] : []), ...above, place(`${under}000000`, 'county', city)];
  },
  stream: () => Promise.reject(new Error('No stream is asked for.')),
  put: () => Promise.reject(new Error('Nothing is put.')),
};

let world: World;
let holder: Client;
beforeAll(async () => {
  world = await startWorld();
  holder = new Client({ connectionString: world.service.url(), options: '-c search_path=integration' });
  await holder.connect();
  await world.service.beginDay(neighbour, '2025-04-10');
});
afterAll(async () => {
  await holder.end();
  await world.stop();
});

/** Resolves when so many transactions of the service wait for a lock, whichever it is. */
const waiting = (count: number) =>
  until(async () => {
    const rows = await world.service.sql(
      `select from pg_stat_activity
       where usename = 'integration' and wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length === count ? true : undefined;
  });

test('both are completed at the first try, and of the shared places all is known once', async () => {
  const people = [office, { ...office, counties: [neighbour], places: [placeId(`${neighbour}000000`)] }];
  const started: string[] = [];
  for (const [index, of] of [county, neighbour].entries()) {
    const question = { body: { county: of, dataSet: 'P1' } };
    const { body } = await world.service.ask('startSynchronisation', question, people[index] ?? office);
    started.push(body.id);
  }
  // The county's is held in the middle of its transaction, until the neighbour's has come to wait for it.
  await holder.query('begin');
  await holder.query('lock table place_approval in share mode');
  world.work({ province: partner });
  await waiting(2);
  await holder.query('commit');
  for (const [index, id] of started.entries()) {
    const done = await until(async () => {
      const path = { synchronisationId: id };
      const { body } = await world.service.ask('getSynchronisation', { path }, people[index] ?? office);
      return body.state === 'running' ? undefined : body;
    });
    expect(done).toMatchObject({ state: 'completed', attempts: 1, refused: 0 });
  }
  const known = await world.service.sql<{ code: string }>('select code from directory_place where upper_inf(recorded)');
  expect(known.map(({ code }) => code).toSorted()).toEqual(
    [province, province, city, `${county}000000`, `${neighbour}000000`].toSorted(),
  );
});
