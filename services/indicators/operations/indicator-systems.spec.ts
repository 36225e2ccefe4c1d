// Indicator systems: drafted with their faults, published without any, never changed after.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { operations } from '#contracts/generated/indicators.ts';
import { element, indicatorsUnderTest, people } from '../../../tests/support/observations.ts';
import type { ServiceUnderTest } from '../../../tests/support/service.ts';
import { county } from '../../../tests/support/small-directory.ts';
import type { WrittenSystem } from '../domain/indicator-system.ts';
import type { Received } from '../handler.ts';

const documentId = '2b6a4f0e-6d0c-5e55-9c43-6f1f7f0b1c11';
const scheme = JSON.parse(readFileSync('rulesets/ruian-thread.json', 'utf8')) as { indicatorSystem: WrittenSystem };
const thread = scheme.indicatorSystem;

let service: ServiceUnderTest<operations, Received>;
let versions = 0;
beforeAll(async () => {
  service = await indicatorsUnderTest();
  const elements = thread.indicators.map(({ elementCode, direction, aggregation }) =>
    element(elementCode, {
      direction,
      frequency: aggregation.frequency,
      accumulation: aggregation.method === 'latest' ? 'cumulative' : 'current',
    }),
  );
  await service.ask('putElements', { query: { county }, body: { elements } }, people.integration);
  const registered = { documentId, issuedOn: '2025-01-06', digest: 'a'.repeat(64) };
  await service.receive('cn.jixiao.integration.DocumentRegistered.v1', county, registered);
});
afterAll(() => service.stop());

/** A system under a version of its own. */
const fresh = (more: Partial<WrittenSystem> = {}): WrittenSystem => ({ ...thread, version: (versions += 1), ...more });
const create = (system: WrittenSystem, of = county) =>
  service.ask('createIndicatorSystem', { body: { county: of, system } }, people.office);
const draft = async (system = fresh()) => {
  const { body, etag } = await create(system);
  return { system, path: { indicatorSystemId: body.id }, ifMatch: etag ?? '' };
};
const publish = (path: Record<string, string>, ifMatch: string, more: object = {}) =>
  service.ask('publishIndicatorSystem', { path, ifMatch, body: { documentId, ...more } }, people.office);
const published = async () => {
  const { system, path, ifMatch } = await draft();
  const { etag } = await publish(path, ifMatch);
  return { system, path, ifMatch: etag ?? '' };
};
const get = (path: Record<string, string>) => service.ask('getIndicatorSystem', { path }, people.office);

const [firstIndicator, ...otherIndicators] = thread.indicators;
const unbalanced = (): WrittenSystem =>
  fresh({
    indicators: [{ ...(firstIndicator ?? otherIndicators[0]), weights: { urban: '1' } } as never, ...otherIndicators],
  });

describe('a draft', () => {
  test('of the scheme of the short year has six dimensions, twelve indicators and no fault', async () => {
    const answer = await create(fresh());
    expect(answer).toMatchObject({
      status: 201,
      etag: '"v1"',
      body: { state: 'draft', faults: [], draftedOn: '2025-09-10' },
    });
    expect(answer.body.system.dimensions).toHaveLength(6);
    expect(answer.body.system.indicators).toHaveLength(12);
  });

  test('may have faults, each listed with its path', async () => {
    const { body } = await create(unbalanced());
    const codes = body.faults.map(({ code }) => code);
    expect(codes).toContain('WEIGHTS_DO_NOT_SUM');
    expect(codes).toContain('WEIGHT_MISSING');
    expect(body.faults.every(({ pointer }) => pointer.startsWith('/'))).toBe(true);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])(
    'lacks the weights of a class that is called %s, as of any other',
    async (code) => {
      const { body } = await create(fresh({ classes: [...thread.classes, { code, name: code }] }));
      expect(body.faults).toContainEqual(
        expect.objectContaining({ code: 'WEIGHT_MISSING', pointer: '/indicators/0/weights', params: { class: code } }),
      );
    },
  );

  test.each([
    ['a/b', '/indicators/0/weights/a~1b'],
    ['a~b', '/indicators/0/weights/a~0b'],
    ['constructor', '/indicators/0/weights/constructor'],
  ])('names the place of a weight of the unknown class %s', async (code, pointer) => {
    const [first] = thread.indicators;
    const indicators = [
      { ...first, weights: { ...first?.weights, [code]: '0' } } as never,
      ...thread.indicators.slice(1),
    ];
    const { body } = await create(fresh({ indicators }));
    expect(body.faults).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_CLASS', pointer }));
  });

  test('that sums or averages values from the year’s beginning (累计) has a fault, said in words', async () => {
    const [cumulative] = thread.indicators.filter(({ aggregation }) => aggregation.method === 'latest');
    const aggregation = { method: 'sum', frequency: 'month', mayLack: 0 } as const;
    const indicators = thread.indicators.map((one) => (one === cumulative ? { ...one, aggregation } : one));
    const { path, ifMatch } = await draft(fresh({ indicators }));
    const { faults } = (await get(path)).body;
    expect(faults).toMatchObject([
      { code: 'ELEMENT_ACCUMULATION_DIFFERS', text: expect.stringContaining('年初累计值') },
    ]);
    expect(await publish(path, ifMatch)).toMatchObject({ status: 422, code: 'INDICATOR_SYSTEM_FAULTY' });
  });

  test('is replaced by who read its current version', async () => {
    const { system, path, ifMatch } = await draft();
    const question = { path, ifMatch, body: { system: { ...system, name: '修改稿' } } };
    const answer = await service.ask('replaceIndicatorSystem', question, people.office);
    expect(answer).toMatchObject({ status: 200, etag: '"v2"', body: { revision: 2, system: { name: '修改稿' } } });
    expect(await service.ask('replaceIndicatorSystem', question, people.office)).toMatchObject({
      status: 412,
      code: 'ETAG_STALE',
    });
  });

  test.each([
    ['under another code', { code: 'other' }, 'VALUE_INVALID'],
    ['with a surplus field', { more: 1 }, 'REQUEST_INVALID'],
    ['without indicators', { indicators: [] }, 'REQUEST_INVALID'],
    ['with a weight that is no decimal', { total: '1e2' }, 'REQUEST_INVALID'],
  ])('is not replaced by content %s', async (_, more, code) => {
    const { system, path, ifMatch } = await draft();
    const body = { system: { ...system, ...more } };
    expect(await service.ask('replaceIndicatorSystem', { path, ifMatch, body }, people.office)).toMatchObject({ code });
    expect((await get(path)).etag).toBe('"v1"');
  });

  test('takes a code and version once', async () => {
    const { system } = await draft();
    expect(await create(system)).toMatchObject({ status: 409, code: 'ALREADY_EXISTS' });
  });

  test('is not made for another county, nor by a township', async () => {
    expect(await create(fresh(), '330382')).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
    const body = { county, system: fresh() };
    expect(await service.ask('createIndicatorSystem', { body }, people.township)).toMatchObject({
      code: 'AUTHORITY_MISSING',
    });
  });
});

describe('a publication', () => {
  test('announces the system whole, by a document', async () => {
    const { system, path, ifMatch } = await draft();
    const answer = await publish(path, ifMatch);
    expect(answer).toMatchObject({ status: 200, body: { state: 'published', publishedOn: '2025-09-10', documentId } });
    const [event] = (await service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.indicators.IndicatorSystemPublished.v1',
      key: path.indicatorSystemId,
      payload: { code: system.code, version: system.version, digest: answer.body.digest, system },
    });
  });

  test('of a faulty draft is refused with every fault and its path, and nothing is announced', async () => {
    const { path, ifMatch } = await draft(unbalanced());
    const events = (await service.sent()).length;
    const answer = await publish(path, ifMatch);
    expect(answer).toMatchObject({ status: 422, code: 'INDICATOR_SYSTEM_FAULTY' });
    expect(answer.faults.map(({ pointer }) => pointer)).toContain('/classes/0');
    expect((await get(path)).body.state).toBe('draft');
    expect(await service.sent()).toHaveLength(events);
  });

  test.each([
    [
      'by a document that nobody registered',
      { documentId: '3b6a4f0e-6d0c-5e55-9c43-6f1f7f0b1c11' },
      undefined,
      'DOCUMENT_UNKNOWN',
    ],
    ['without its document', { documentId: undefined }, undefined, 'REQUEST_INVALID'],
    ['of a version that is no longer current', {}, '"v9"', 'ETAG_STALE'],
  ])('%s is refused', async (_, more, stale, code) => {
    const { path, ifMatch } = await draft();
    expect(await publish(path, stale ?? ifMatch, more)).toMatchObject({ code });
    expect((await get(path)).body.state).toBe('draft');
  });

  test('happens once', async () => {
    const { path, ifMatch } = await published();
    expect(await publish(path, ifMatch)).toMatchObject({ status: 409, code: 'STATE_CONFLICT' });
  });
});

describe('a published system', () => {
  test('never changes, neither by the API nor past it', async () => {
    const { system, path, ifMatch } = await published();
    const question = { path, ifMatch, body: { system: { ...system, name: '改名' } } };
    expect(await service.ask('replaceIndicatorSystem', question, people.office)).toMatchObject({
      code: 'STATE_CONFLICT',
    });
    await expect(
      service.sql("update indicator_system set name = 'x' where id = $1", [path.indicatorSystemId]),
    ).rejects.toThrow('never changes');
  });

  test('is not touched by elements that change after', async () => {
    const { path } = await published();
    const superseding = [element(firstIndicator?.elementCode ?? '', { version: 99, direction: 'lower' })];
    await service.ask('putElements', { query: { county }, body: { elements: superseding } }, people.integration);
    expect((await get(path)).body.faults).toEqual([]);
    const back = [element(firstIndicator?.elementCode ?? '', { version: 100 })];
    await service.ask('putElements', { query: { county }, body: { elements: back } }, people.integration);
  });

  test('is retired once, with a reason', async () => {
    const { path, ifMatch } = await published();
    const question = { path, ifMatch, body: { reason: '已由2026年度指标体系取代。' } };
    const answer = await service.ask('retireIndicatorSystem', question, people.office);
    expect(answer).toMatchObject({ status: 200, body: { state: 'retired', retiredOn: '2025-09-10' } });
    expect((await service.sent()).at(-1)).toMatchObject({ type: 'cn.jixiao.indicators.IndicatorSystemRetired.v1' });
    const again = await service.ask(
      'retireIndicatorSystem',
      { ...question, ifMatch: answer.etag ?? '' },
      people.office,
    );
    expect(again).toMatchObject({ code: 'STATE_CONFLICT' });
  });

  test('is what a list by state shows', async () => {
    const query = { county, state: 'published' };
    const { body } = await service.ask('listIndicatorSystems', { query }, people.office);
    expect(body.records.length).toBeGreaterThan(0);
    expect(body.records.every(({ state, indicatorCount }) => state === 'published' && indicatorCount === 12)).toBe(
      true,
    );
  });
});

describe('a system that is not there', () => {
  test.each([
    ['an unknown id', people.office],
    ['another county’s', { ...people.office, counties: ['330382'] }],
  ])('for %s is not found', async (why, person) => {
    const { path } = await published();
    const asked = why === 'an unknown id' ? { indicatorSystemId: documentId } : path;
    expect(await service.ask('getIndicatorSystem', { path: asked }, person)).toMatchObject({ status: 404 });
    const ifMatch = '"v2"';
    const question = { path: asked, ifMatch, body: { reason: '停用' } };
    expect(await service.ask('retireIndicatorSystem', question, person)).toMatchObject({ status: 404 });
  });
});
