// Synchronisations with the simulated partners, over HTTP: done once, resumed, repeated with limits, ended with a sentence.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../tests/support/integration/partners.ts';
import {
  county,
  countyPlace,
  office,
  organisationOffice,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';
import type { Workers } from './start.ts';

let world: World;
let workers: Workers;
beforeAll(async () => {
  world = await startWorld();
  workers = world.work();
});
afterAll(() => world.stop());

const sentTypes = async (): Promise<string[]> =>
  (await world.service.sent()).map(({ type }) => type.replace('cn.jixiao.integration.', ''));
const count = async (table: string): Promise<number> => {
  const [row] = await world.service.sql<{ n: number }>(`select count(*)::int as n from ${table}`);
  return row?.n ?? -1;
};

describe('the directory', () => {
  test('of the county comes with the places above it and is announced as a numbered set', async () => {
    expect(await world.synchronise('P1')).toMatchObject({
      state: 'completed',
      received: 26,
      refused: 0,
      failure: null,
    });
    const [event] = (await world.service.sent()).slice(-1);
    expect(event).toMatchObject({
      type: 'cn.jixiao.integration.DirectoryPublished.v1',
      county,
      key: county,
      payload: { number: 1, count: 26, asOf: '2025-04-10' },
    });
    const { body } = await world.service.ask('listPlaces', { query: { county, limit: '200' } }, office);
    expect(body.records).toHaveLength(24);
    expect(body.records[0]).toMatchObject({ id: countyPlace, code: '330381000000', kind: 'county', county });
  });

  test('that did not change is neither written nor announced again', async () => {
    const before = await world.service.sql('select place_id, recorded from directory_place order by 1');
    expect(await world.synchronise('P1')).toMatchObject({ state: 'completed', received: 26 });
    expect(await world.service.sql('select place_id, recorded from directory_place order by 1')).toEqual(before);
    expect((await sentTypes()).filter((type) => type === 'DirectoryPublished.v1')).toHaveLength(1);
  });

  test('can be pulled by the other services page by page, by no one else', async () => {
    const [event] = (await world.service.sent()).slice(-1);
    const setId = String(event?.payload['setId']);
    const question = { path: { setId }, query: { county } };
    const evaluation = { roles: ['service:evaluation'] as const };
    const head = await world.service.ask('getDirectorySet', question, evaluation);
    expect(head).toMatchObject({ status: 200, body: { id: setId, count: 26, digest: event?.payload['digest'] } });
    const items = await world.service.ask('listDirectorySetItems', question, evaluation);
    expect(items.body.items).toHaveLength(26);
    expect(items.body.items[0]?.row).toMatchObject({ versions: [{ validFrom: '2023-06-30', validTo: null }] });
    expect(await world.service.ask('listDirectorySetItems', question, office)).toMatchObject({ status: 403 });
  });

  test('brings the organisations, each in its place', async () => {
    expect(await world.synchronise('P2')).toMatchObject({ state: 'completed', refused: 0 });
    const { body } = await world.service.ask('listOrganisations', { query: { county, limit: '200' } }, office);
    expect(body.records.filter(({ kind }) => kind === 'party-committee')).toHaveLength(24);
    expect(body.next).toBeNull();
  });
});

describe('data elements', () => {
  test('are put to their owner with the ids of their source departments', async () => {
    expect(await world.synchronise('P3')).toMatchObject({ state: 'completed', refused: 0 });
    const [put] = world.intake.puts;
    expect(put?.elements.length).toBeGreaterThanOrEqual(12);
    const { body } = await world.service.ask('listOrganisations', { query: { county, limit: '200' } }, office);
    const known = new Set(body.records.map(({ id }) => id));
    for (const { sourceOrganisationId } of put?.elements ?? []) expect(known).toContain(sourceOrganisationId);
  });
});

describe('data elements that were changed without a new version', () => {
  test('are counted as refused: what is known of them stays', async () => {
    world.intake.differing.push('EC-FISCAL-REVENUE');
    expect(await world.synchronise('P3')).toMatchObject({ state: 'completed', refused: 1 });
    world.intake.differing.length = 0;
  });
});

describe('observations', () => {
  test('of a month are streamed to their owner under a key of the synchronisation', async () => {
    const done = await world.synchronise('P4', '2025-03');
    const [batch] = world.intake.batches;
    expect(done).toMatchObject({ state: 'completed', attempts: 1, received: batch?.lines });
    expect(batch?.key).toBe(`synchronisation-${done.id}`);
    expect(done.batchId).not.toBeNull();
  });

  test('whose answer was lost are sent again under the same key, and taken once', async () => {
    world.intake.loseAnswers(1);
    const before = world.intake.batches.length;
    expect(await world.synchronise('P4', '2025-02')).toMatchObject({ state: 'completed', attempts: 2 });
    expect(world.intake.batches).toHaveLength(before + 1);
  });

  test('that break off in the middle are not taken for the whole', async () => {
    await world.control('province', 'POST', '/faults', {
      kind: 'lost-answer',
      operation: 'streamObservations',
      times: 1,
    });
    const before = world.intake.batches.length;
    const done = await world.synchronise('P4', '2025-01');
    expect(done).toMatchObject({ state: 'completed', attempts: 2 });
    expect(world.intake.batches.slice(before)).toEqual([expect.objectContaining({ lines: done.received })]);
  });
});

/** The trace of a header (W3C Trace Context, section 3.2.2.3). */
const traceIdOf = (traceparent: string | null | undefined): string | undefined => traceparent?.split('-')[1];

describe('the trace of the request that ordered a synchronisation', () => {
  const orderedIn = async (id: string): Promise<string | undefined> => {
    const [row] = await world.service.sql<{ traceparent: string }>(
      'select traceparent from synchronisation where id = $1',
      [id],
    );
    return traceIdOf(row?.traceparent);
  };

  test('goes on in what it announces', async () => {
    const told = await world.service.sql<{ correlation: string; traceparent: string }>(
      `select correlation, traceparent from outbox where type like '%.DirectoryPublished.v1'`,
    );
    expect(told).not.toEqual([]);
    for (const { correlation, traceparent } of told) expect(traceIdOf(traceparent)).toBe(await orderedIn(correlation));
  });

  test('goes on in what it sends to the owner of the data', async () => {
    const { id } = await world.synchronise('P4', '2025-03');
    const sent = world.intake.batches.find(({ key }) => key === `synchronisation-${id}`);
    expect(traceIdOf(sent?.traceparent)).toBe(await orderedIn(id));
  });
});

describe('the roster', () => {
  test('brings persons into the one encrypted table', async () => {
    const done = await world.synchronise('H1');
    expect(done).toMatchObject({ state: 'completed', refused: 0 });
    expect(await count('person')).toBe(done.received);
  });

  test('that did not change is not encrypted and written again', async () => {
    const before = await world.service.sql('select id, name_cipher, xmin::text from person order by id');
    await world.synchronise('H1');
    expect(await world.service.sql('select id, name_cipher, xmin::text from person order by id')).toEqual(before);
  });

  test('brings 23 teams with their posts, announced once with the numbers of their members', async () => {
    expect(await world.synchronise('H2')).toMatchObject({ state: 'completed', refused: 0 });
    await world.synchronise('H2');
    const published = (await world.service.sent()).filter(({ type }) => type.endsWith('TeamsPublished.v1'));
    expect(published).toHaveLength(1);
    const teams = published[0]?.payload['teams'] as { memberCount: number }[];
    expect(teams).toHaveLength(23);
    for (const { memberCount } of teams) expect([9, 10, 11]).toContain(memberCount);
    const { body } = await world.service.ask('listTeams', { query: { county, limit: '200' } }, organisationOffice);
    expect(body.records.flatMap(({ posts }) => posts)).toHaveLength(await count('post'));
  });

  test('that names an organisation nobody here knows is refused in these records alone', async () => {
    const [known] = await world.service.sql<{ credit_code: string }>(
      `select credit_code from organisation o join team t on t.organisation_id = o.id order by credit_code limit 1`,
    );
    const change = { kind: 'roster-change', creditCode: known?.credit_code, replacement: '91330381MA2ABCDE1X' };
    await world.control('hr', 'POST', '/faults', change);
    const done = await world.synchronise('H2');
    expect(done.state).toBe('completed');
    expect(done.refused).toBeGreaterThan(1);
    expect(await count('team')).toBe(23);
    await world.control('hr', 'DELETE', '/faults');
  });
});

describe('a partner that fails', () => {
  test('for a while is asked again', async () => {
    await world.control('province', 'POST', '/faults', {
      kind: 'error',
      operation: 'listPlaces',
      status: 503,
      times: 2,
    });
    expect(await world.synchronise('P1')).toMatchObject({ state: 'completed', attempts: 3 });
  });

  test('for long ends the synchronisation with a sentence, and a later one begins anew', async () => {
    await world.control('hr', 'POST', '/faults', { kind: 'error', operation: 'listPersons', status: 500, times: 100 });
    const failed = await world.synchronise('H1');
    expect(failed).toMatchObject({ state: 'failed', attempts: 3, outcome: { code: 'PARTNER_ANSWERED' } });
    expect(failed.outcome?.textInEnglish).toContain('the HR system answered 500');
    await world.control('hr', 'DELETE', '/faults');
    expect(await world.synchronise('H1')).toMatchObject({ state: 'completed', attempts: 1 });
  });

  test('by never answering is given up after the time limit', async () => {
    await world.control('province', 'POST', '/faults', { kind: 'hang', operation: 'listOrganisations', times: 1 });
    expect(await world.synchronise('P2')).toMatchObject({ state: 'completed', attempts: 2 });
  });

  test('for one data set does not hold up another that does not build on it', async () => {
    await world.control('hr', 'POST', '/faults', { kind: 'hang', operation: 'listPersons', times: 100 });
    const { body: hanging } = await world.service.ask(
      'startSynchronisation',
      { body: { county, dataSet: 'H1' } },
      office,
    );
    expect(await world.synchronise('P3')).toMatchObject({ state: 'completed' });
    await world.control('hr', 'DELETE', '/faults');
    await world.ended(hanging.id);
  });
});

describe('a synchronisation', () => {
  test('waits for an earlier one that it builds on', async () => {
    await workers.stop();
    const started: string[] = [];
    for (const dataSet of ['P1', 'P2', 'H2']) {
      const { body } = await world.service.ask('startSynchronisation', { body: { county, dataSet } }, office);
      started.push(body.id);
    }
    await world.control('province', 'POST', '/faults', {
      kind: 'error',
      operation: 'listPlaces',
      status: 503,
      times: 1,
    });
    workers = world.work();
    const [places, organisations, posts] = await Promise.all(started.map((id) => world.ended(id)));
    expect([places, organisations, posts]).toMatchObject([
      { attempts: 2, state: 'completed' },
      { attempts: 1, state: 'completed', refused: 0 },
      { attempts: 1, state: 'completed', refused: 0 },
    ]);
  });

  test('that a crashed process held is taken up by another when its lease is over', async () => {
    await workers.stop();
    const { body } = await world.service.ask('startSynchronisation', { body: { county, dataSet: 'P1' } }, office);
    await world.service.sql(
      `update synchronisation set attempts = 1, claim = gen_random_uuid(), claimed_until = clock_timestamp() + interval '400 ms'
       where id = $1`,
      [body.id],
    );
    workers = world.work();
    expect(await world.ended(body.id)).toMatchObject({ state: 'completed', attempts: 2 });
  });

  test('that no process lived long enough to end is failed past the limit', async () => {
    await workers.stop();
    const { body } = await world.service.ask('startSynchronisation', { body: { county, dataSet: 'P1' } }, office);
    await world.service.sql('update synchronisation set attempts = 3 where id = $1', [body.id]);
    workers = world.work();
    expect(await world.ended(body.id)).toMatchObject({ state: 'failed', failure: '3 次尝试均未完成' });
  });

  test('that a stopping process held is given back, and the try does not count', async () => {
    await world.control('province', 'POST', '/faults', { kind: 'hang', operation: 'listPlaces', times: 1 });
    const { body } = await world.service.ask('startSynchronisation', { body: { county, dataSet: 'P1' } }, office);
    await until(async () => {
      const [row] = await world.service.sql('select from synchronisation where id = $1 and claim is not null', [
        body.id,
      ]);
      return row;
    });
    await workers.stop();
    expect(await world.service.sql('select attempts, claim from synchronisation where id = $1', [body.id])).toEqual([
      { attempts: 0, claim: null },
    ]);
    workers = world.work();
    expect(await world.ended(body.id)).toMatchObject({ state: 'completed', attempts: 1 });
  });

  test('is worked on by one of two instances alone', async () => {
    const second = world.work();
    await world.control('province', 'POST', '/faults', {
      kind: 'delay',
      operation: 'listPlaces',
      milliseconds: 300,
      times: 1,
    });
    expect(await world.synchronise('P1')).toMatchObject({ state: 'completed', attempts: 1 });
    await second.stop();
  });
});
