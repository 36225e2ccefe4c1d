// Personal data: in one table, encrypted, read for a purpose, and nowhere else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { fingerprintOf } from '#kernel/operation/fingerprint.ts';
import type { ExportList } from '#kernel/service/definition.ts';
import { sha256 } from '#kernel/values/canonical-json.ts';
import { decideGrades, registerDecision, teamsOf } from '../../../tests/support/integration/decisions.ts';
import {
  county,
  hrSystem,
  office,
  organisationOffice,
  specKeys,
  startWorld,
  type World,
} from '../../../tests/support/integration/world.ts';
import { maskedIdNumber, maskedName } from '../domain/mask.ts';
import { personOf } from '../personal/person.ts';
import { integration } from '../service.ts';
import type { DB } from '../store/tables.ts';

let world: World;
let roster: { id: string; name: string; idNumber: string }[];
beforeAll(async () => {
  world = await startWorld();
  world.work();
  for (const dataSet of ['P1', 'P2', 'H1', 'H2']) await world.synchronise(dataSet);
  roster = await world.transact(async (tx) => {
    const rows = await tx.selectFrom('person').selectAll().execute();
    return rows.map((row) => personOf(specKeys, row));
  });
});
afterAll(() => world.stop());

const first = () => {
  const [person] = roster;
  if (person === undefined) throw new Error('The roster is empty.');
  return person;
};
const purpose = '核对考核对象';
const read = (id: string, person = organisationOffice, why = purpose) =>
  world.service.ask('getPerson', { path: { personId: id }, query: { purpose: why } }, person);
const find = (wanted: object, person = organisationOffice) =>
  world.service.ask('findPersons', { body: { county, purpose, ...wanted } }, person);

describe('a person', () => {
  test('is read with the name and posts, the ID number masked, and the purpose kept', async () => {
    const { id, name, idNumber } = first();
    const answer = await read(id);
    expect(answer).toMatchObject({ status: 200, body: { id, name, state: '1' } });
    expect(answer.body.maskedIdNumber).toBe(`${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`);
    expect(answer.body.posts).toHaveLength(1);
    const [reading] = await world.service.sql(
      'select county, person_id, subject, purpose from person_reading order by id desc',
    );
    expect(reading).toEqual({ county, person_id: id, subject: 'organiser', purpose });
    const [entry] = await world.service.sql<{ body: Buffer }>('select body from audit_entry order by id desc limit 1');
    expect(JSON.parse(String(entry?.body))).toMatchObject({ event: 'person-read', recordId: id, outcome: 'done' });
  });

  test('is found by the exact name or ID number, masked', async () => {
    const { id, name, idNumber } = first();
    const masked = { id, maskedName: `${Array.from(name)[0]}*`, state: '1' };
    expect((await find({ idNumber })).body.records).toEqual([masked]);
    expect((await find({ name })).body.records).toContainEqual(masked);
    expect((await find({ name, idNumber })).body.records).toEqual([masked]);
    expect((await find({ name: name.slice(0, 1) })).body.records).toEqual([]);
  });

  test('is searched anew by a repetition, which is a reading of its own', async () => {
    const { idNumber } = first();
    const question = { body: { county, purpose, idNumber }, idempotencyKey: 'one-and-the-same' };
    const readings = async () => (await world.service.sql('select from person_reading')).length;
    const entries = async () => (await world.service.sql('select from audit_entry')).length;
    const [readBefore, auditedBefore] = [await readings(), await entries()];
    const answers = [await world.service.ask('findPersons', question, organisationOffice)];
    answers.push(await world.service.ask('findPersons', question, organisationOffice));
    expect(answers[1]).toEqual(answers[0]);
    expect(await readings()).toBe(readBefore + 2);
    expect(await entries()).toBe(auditedBefore + 2);
    expect(await world.service.sql("select from idempotency where operation = 'findPersons'")).toEqual([]);
  });

  const refusals: readonly [string, () => Promise<{ status: number; code: string | undefined }>, number][] = [
    ['by an office without that authority', () => read(first().id, office), 403],
    ['by the HR system itself', () => read(first().id, hrSystem), 403],
    ['of another county', () => read(first().id, { ...organisationOffice, counties: ['330382'] }), 404],
    ['that nobody knows', () => read('5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10'), 404],
    ['without a purpose', () => read(first().id, organisationOffice, ''), 400],
    ['with a purpose of blanks', () => read(first().id, organisationOffice, '  '), 400],
    ['by nothing at all', () => find({}), 400],
    ['by half an ID number', () => find({ idNumber: '999999' }), 400],
  ];
  test.each(refusals)('%s is refused', async (_name, ask, status) => {
    expect((await ask()).status).toBe(status);
  });

  test('has readings that nobody can change', async () => {
    await expect(world.service.sql("update person_reading set purpose = 'x'")).rejects.toThrow('append-only');
    await expect(world.service.sql('delete from person_reading')).rejects.toThrow('append-only');
  });
});

describe('who sees a part of the county', () => {
  /** The place where a person holds a post today. */
  const placeOf = async (id: string): Promise<string> => {
    const [row] = await world.service.sql<{ place_id: string }>(
      'select o.place_id from post p join organisation o on o.id = p.organisation_id where p.person_id = $1',
      [id],
    );
    return row?.place_id ?? '';
  };
  const ofTown = (place: string) => ({ ...organisationOffice, places: [place] });

  test('reads and finds the persons who hold a post there', async () => {
    const { id, idNumber } = first();
    const town = ofTown(await placeOf(id));
    expect(await read(id, town)).toMatchObject({ status: 200, body: { id } });
    expect((await find({ idNumber }, town)).body.records).toMatchObject([{ id }]);
  });

  test('reads of a person the posts there alone, past ones among them; who sees the whole county reads all', async () => {
    const { id } = first();
    const place = await placeOf(id);
    const [own] = (await read(id)).body.posts;
    const insert = (where: string, title: string, to: string | null) =>
      world.service.sql<{ id: string }>(
        `insert into post select $1, gen_random_uuid(), $2, organisation_id, id, 'Z', $3, '2024-01-01', $4
         from team where place_id ${where} $5 order by id limit 1 returning id`,
        [county, id, title, to, place],
      );
    const [past] = await insert('=', '原任', '2024-06-01');
    const [elsewhere] = await insert('<>', '兼任', null);
    const postsRead = async (person: typeof organisationOffice) =>
      (await read(id, person)).body.posts.map((post) => post.id).toSorted();
    expect(await postsRead(ofTown(place))).toEqual([own?.id ?? '', past?.id ?? ''].toSorted());
    expect(await postsRead(organisationOffice)).toEqual(
      [own?.id ?? '', past?.id ?? '', elsewhere?.id ?? ''].toSorted(),
    );
    await world.service.sql('delete from post where id = any ($1)', [[past?.id, elsewhere?.id]]);
  });

  test('neither reads nor finds the persons of another part, nor without any place', async () => {
    const { id, idNumber } = first();
    const [other] = await world.service.sql<{ id: string }>('select place_id as id from team where place_id <> $1', [
      await placeOf(id),
    ]);
    for (const places of [[other?.id ?? ''], []]) {
      const person = { ...organisationOffice, places };
      expect(await read(id, person)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect((await find({ idNumber }, person)).body.records).toEqual([]);
    }
  });

  test('reads nobody whose post there is over; who sees the whole county still does', async () => {
    const { id, idNumber } = first();
    const town = ofTown(await placeOf(id));
    await world.service.sql("update post set held_to = '2025-04-10' where person_id = $1", [id]);
    expect(await read(id, town)).toMatchObject({ status: 404 });
    expect((await find({ idNumber }, town)).body.records).toEqual([]);
    expect(await read(id)).toMatchObject({ status: 200 });
    await world.service.sql('update post set held_to = null where person_id = $1', [id]);
  });

  test('leaves no reading where there was none', async () => {
    const before = await world.service.sql('select from person_reading');
    await read(first().id, { ...organisationOffice, places: [] });
    expect(await world.service.sql('select from person_reading')).toHaveLength(before.length);
  });
});

/** Every row of every table of the schema as text, but those of the one table. */
const everything = async (): Promise<string> => {
  const tables = await world.service.sql<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'integration' and table_name <> 'person'`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.service.sql<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  // Bytes are printed as hexadecimal digits: audit entries are searched in plain.
  const entries = await world.service.sql<{ body: Buffer }>('select body from audit_entry');
  return [...texts, ...entries.map(({ body }) => String(body))].join('\n');
};

/** Every list of the export. */
const exported = async (): Promise<string> => {
  const lists: readonly ExportList<DB>[] = Object.values(integration({ keys: specKeys }).exports);
  const texts = await world.transact(async (tx) => {
    const parts: string[] = [];
    for (const list of lists) parts.push(JSON.stringify(await list(tx, county, { after: '', limit: 10_000 })));
    return parts;
  });
  return texts.join('\n');
};

const search = operationsOf('integration', contractOf('integration')).find(
  ({ operationId }) => operationId === 'findPersons',
);

/** What the kernel would keep of a search, if it kept anything: it has no key. */
const fingerprintOfSearch = (wanted: object): Promise<string> => {
  if (search === undefined) throw new Error('There is no search.');
  const body = { county, purpose, ...wanted };
  return fingerprintOf(search, { request: { path: {}, query: {}, contentType: 'application/json', body } }).drain();
};

describe('no name and no ID number of the roster', () => {
  beforeAll(async () => {
    const document = await registerDecision(world.service, 1);
    await decideGrades(world.service, document, await teamsOf(world.service));
    await find({ name: first().name });
    await find({ idNumber: first().idNumber });
    // Some of what goes wrong too: refused and failing calls are logged.
    await find({ name: first().name, idNumber: 'x' });
    await world.control('hr', 'POST', '/faults', { kind: 'error', operation: 'listPersons', status: 500, times: 1 });
    await world.synchronise('H1');
  });

  const found = (where: string): string[] =>
    roster.flatMap(({ name, idNumber }) => [name, idNumber]).filter((text) => where.includes(text));

  test('stands in any other table: events, audit, idempotency, feeds, sets', async () => {
    expect(roster.length).toBeGreaterThan(200);
    expect(found(await everything())).toEqual([]);
  });

  test('stands there masked either, nor as a digest that anyone can compute who tries them all', async () => {
    const text = await everything();
    const masked = roster.flatMap(({ name, idNumber }) => [maskedName(name), maskedIdNumber(idNumber)]);
    expect(masked.filter((each) => text.includes(each))).toEqual([]);
    const searches = roster.flatMap(({ name, idNumber }) => [{ name }, { idNumber }]);
    const digests = await Promise.all(searches.map(fingerprintOfSearch));
    const plain = roster.flatMap(({ name, idNumber }) => [sha256(name), sha256(idNumber)]);
    expect([...digests, ...plain].filter((digest) => text.includes(digest))).toEqual([]);
  });

  test('stands in plain in the one table', async () => {
    const rows = await world.service.sql<{ text: string }>('select p::text as text from person p');
    expect(found(rows.map(({ text }) => text).join('\n'))).toEqual([]);
  });

  test('stands in a log', () => {
    expect(world.logged.length).toBeGreaterThan(0);
    expect(found(world.logged.join(''))).toEqual([]);
  });

  test('stands in the export', async () => {
    const text = await exported();
    expect(text).toContain('party-committee');
    expect(found(text)).toEqual([]);
  });
});

describe('E21 the export', () => {
  test('names its fields as the contracts do', async () => {
    expect(await exported()).not.toMatch(/"[a-zA-Z]+_[a-zA-Z_]+":/);
  });

  test('gives each list in the byte order of its keys, page by page the same as whole', async () => {
    for (const list of Object.values(integration({ keys: specKeys }).exports)) {
      const whole = await world.transact((tx) => list(tx, county, { after: '', limit: 10_000 }));
      const keys = whole.map(({ key }) => key);
      expect(keys).toEqual(keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
      const rest = await world.transact((tx) => list(tx, county, { after: keys[0] ?? '', limit: 10_000 }));
      expect(rest).toEqual(whole.slice(1));
    }
  });
});
