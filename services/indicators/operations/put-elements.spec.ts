// Data elements are put as the province's catalogue has them: versions supersede, what is known stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { element, indicatorsUnderTest, people } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county } from '../../../tests/support/small-directory.ts';
import type { Received } from '../handler.ts';

let service: ServiceUnderTest<operations, Received>;
beforeAll(async () => {
  service = await indicatorsUnderTest();
});
afterAll(() => service.stop());

const put = (elements: readonly object[], person: Parameters<typeof service.ask>[2] = people.integration) =>
  service.ask('putElements', { query: { county }, body: { elements } }, person);
const get = (elementCode: string, person: Parameters<typeof service.ask>[2] = people.office) =>
  service.ask('getElement', { path: { elementCode }, query: { county } }, person);

describe('a data element', () => {
  test('that is new is added and announced by what its values are read by, not by its name', async () => {
    expect(await put([element('A-1')])).toMatchObject({ status: 200, body: { added: 1, superseded: 0, unchanged: 0 } });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({ type: 'cn.jixiao.indicators.DataElementsPublished.v1', county });
    expect(event?.payload['elements']).toMatchObject([{ code: 'A-1', version: 1, minimum: '0', maximum: '9999.99' }]);
    expect(JSON.stringify(event?.payload)).not.toContain('definition');
  });

  test('in a new version supersedes, and every version stays', async () => {
    await put([element('A-2')]);
    expect((await put([element('A-2', { version: 2, maximum: '5.0' })])).body).toMatchObject({ superseded: 1 });
    expect((await get('A-2')).body).toMatchObject({ version: 2, maximum: '5' });
    expect(await service.sql("select from data_element where code = 'A-2'")).toHaveLength(2);
  });

  test('that is known changes nothing and is announced to nobody', async () => {
    await put([element('A-3')]);
    const events = (await service.sent()).length;
    expect((await put([element('A-3')])).body).toEqual({ added: 0, superseded: 0, unchanged: 1, differing: [] });
    expect(await service.sent()).toHaveLength(events);
  });

  test('that says something else of the known version is not taken, and named', async () => {
    await put([element('A-3')]);
    const events = (await service.sent()).length;
    const { body } = await put([element('A-3', { name: '另一名称' })]);
    expect(body).toEqual({ added: 0, superseded: 0, unchanged: 1, differing: ['A-3'] });
    expect((await get('A-3')).body).toMatchObject({ name: 'A-3' });
    expect(await service.sent()).toHaveLength(events);
  });

  test('is listed in its current version, in pages by code', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { county, limit: '2', ...(cursor === null ? {} : { cursor }) };
      const { body } = await service.ask('listElements', { query }, people.office);
      seen.push(...body.records.map(({ code, version }) => `${code} ${version}`));
      cursor = body.next;
    } while (cursor !== null);
    expect(seen).toEqual([...new Set(seen)].toSorted());
    expect(seen).toContain('A-2 2');
  });

  test('of puts at once is added once, and no put fails', async () => {
    const waiting = async () => {
      const [{ count } = { count: 0 }] = await service.sql<{ count: number }>(
        `select count(distinct pid)::int as count from pg_locks join pg_database on pg_database.oid = database
         where not granted and datname = current_database()`,
      );
      return count;
    };
    // Nobody can insert until all puts have come as far as they can.
    await service.sql('begin');
    await service.sql('lock table data_element in share row exclusive mode');
    const puts = [1, 2, 3].map(() => put([element('A-4')]));
    await expect.poll(waiting, { timeout: 10_000 }).toBe(3);
    await service.sql('commit');
    const answers = await Promise.all(puts);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + body.added, 0)).toBe(1);
  });
});

describe('a catalogue', () => {
  test.each([
    ['with bounds that leave no value', [element('B-1', { minimum: '2', maximum: '1' })], 'VALUE_INVALID'],
    [
      'with a bound of more places than its values',
      [element('B-1', { precision: 0, minimum: '0.5' })],
      'VALUE_INVALID',
    ],
    ['with a malformed bound', [element('B-1', { minimum: '1e3' })], 'REQUEST_INVALID'],
    ['with a surplus field', [element('B-1', { more: 1 })], 'REQUEST_INVALID'],
    ['without elements', [], 'REQUEST_INVALID'],
    ['with a version of zero', [element('B-1', { version: 0 })], 'REQUEST_INVALID'],
  ])('%s is refused whole', async (_, elements, code) => {
    expect(await put([element('B-0'), ...elements].slice(elements.length === 0 ? 1 : 0))).toMatchObject({ code });
    expect(await get('B-0')).toMatchObject({ status: 404 });
  });

  test('is put by integration alone', async () => {
    expect(await put([element('B-2')], people.office)).toMatchObject({ status: 403, code: 'AUTHORITY_MISSING' });
  });

  test('of another county is not shown', async () => {
    expect(await get('EC-1', { ...people.office, counties: ['330382'] })).toMatchObject({ code: 'OUT_OF_SCOPE' });
  });
});
