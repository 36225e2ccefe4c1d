// The simulated HR system, seen from outside: its roster over HTTP, and its work on our feed.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { partyCode } from '../directory-data/organisations.ts';
import { type SpecHr, startSpecHr } from '../support/hr.ts';
import { recordDigest } from '../values/digest.ts';
import { idNumber } from './roster/identities.ts';
import type { Person, Post, Team } from './roster/roster.ts';

type Page<T> = { records: T[]; next: string | null };

let hr: SpecHr;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jixiao-hr-'));
  hr = await startSpecHr({ journalFile: join(folder, 'journal') });
});
afterEach(async () => {
  await hr.stop();
  rmSync(folder, { recursive: true });
});

const all = async <T>(path: string): Promise<T[]> => {
  const records: T[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = (await hr.call('GET', `${path}${cursor === '' ? '' : `&cursor=${cursor}`}`)).body as Page<T>;
    records.push(...page.records);
    cursor = page.next;
  }
  return records;
};

const county = '330381';
const [anyang, tangxia, yuhai] = [partyCode('330381001000'), partyCode('330381101000'), partyCode('330381002000')];
const uuid = (serial: number): string => `7d3c1c9e-52a5-5c8f-9d5e-${String(serial).padStart(12, '0')}`;

const result = (creditCode: string, over: object = {}) => ({
  creditCode,
  year: 2025,
  grade: '1' as const,
  organ: '中共瑞安市委(虚构)',
  documentReference: '瑞委〔2026〕12号',
  decidedOn: '2026-03-20',
  supersedes: null,
  ...over,
});
const measure = (creditCode: string, serial: number) => ({
  measureId: uuid(serial),
  kind: 'team-commendation',
  creditCode,
  effectFrom: '2026-04-01',
  effectTo: null,
  basis: '规则集第 1 条(虚构)',
  organ: '中共瑞安市委(虚构)',
  documentReference: '瑞委〔2026〕15号',
  decidedOn: '2026-03-25',
});
const deliverResult = (serial: number, creditCode: string, over: object = {}, version = 1): string =>
  hr.feed.deliver({ recordKey: uuid(serial), version, kind: 'team-result', body: result(creditCode, over) });
const deliverMeasure = (serial: number, creditCode: string): string =>
  hr.feed.deliver({ recordKey: uuid(serial), version: 1, kind: 'measure', body: measure(creditCode, serial) });
const setDay = (day: string) => hr.control('PUT', '/day', { day });
const round = async (): Promise<unknown> => (await hr.control('POST', '/rounds', { county })).body;

describe('the roster', () => {
  it('has a team for each of the 23 townships, and persons and posts in pages of any size', async () => {
    expect(await all<Team>(`/teams?under=${county}&limit=7`)).toHaveLength(23);
    const persons = await all<Person>(`/persons?under=${county}&limit=50`);
    const posts = await all<Post>(`/posts?under=${county}&limit=1000`);
    expect(persons.length).toBeGreaterThan(23 * 8);
    expect(posts.map(({ A0000 }) => A0000)).toEqual(persons.map(({ A0000 }) => A0000));
    expect(posts.filter(({ A0201E }) => A0201E === '1')).toHaveLength(46);
    expect((await hr.call('GET', `/data-sets/H1/digest?under=${county}`)).body).toMatchObject({
      records: persons.length,
    });
  });

  it('marks every name as fictional and gives every person a valid number of a division that does not exist', async () => {
    const persons = await all<Person>('/persons?under=33&limit=1000');
    expect(persons.filter(({ A0101 }) => !/^\p{Script=Han}{3}（虚构）$/u.test(A0101))).toEqual([]);
    expect(persons.filter(({ A0184 }) => !A0184.startsWith('999999'))).toEqual([]);
    expect(persons.filter(({ A0184, A0107 }) => idNumber(A0107, Number(A0184.slice(14, 17))) !== A0184)).toEqual([]);
    expect(new Set(persons.map(({ A0184 }) => A0184)).size).toBe(persons.length);
    expect(new Set(persons.map(({ A0000 }) => A0000)).size).toBe(persons.length);
    const sexOf = ({ A0184 }: Person): string => (Number(A0184.slice(16, 17)) % 2 === 1 ? '1' : '2');
    expect(persons.filter((person) => sexOf(person) !== person.A0104)).toEqual([]);
  });

  it('names the two heads as such posts are called', async () => {
    const posts = await all<Post>('/posts?under=330381001');
    expect(posts.slice(0, 2).map(({ A0215A, A0201E }) => [A0215A, A0201E])).toEqual([
      ['党工委书记', '1'],
      ['办事处主任', '1'],
    ]);
    expect(posts.every(({ team }) => team === anyang)).toBe(true);
  });

  it('knows an organisation under another code after a planted change, which is an increment', async () => {
    await setDay('2026-04-01');
    await hr.control('POST', '/faults', {
      kind: 'roster-change',
      creditCode: anyang,
      replacement: '11999999000000019M',
    });
    const changed = await all<Team>(`/teams?under=${county}&changedSince=2026-04-01`);
    expect(changed).toMatchObject([{ place: '330381001000', creditCode: '11999999000000019M' }]);
  });
});

describe('a round', () => {
  it('needs a day', async () => {
    expect(await hr.control('POST', '/rounds', { county })).toMatchObject({
      status: 409,
      body: { code: 'DAY_MISSING' },
    });
  });

  it('reads what is new, accepts it and says so, once', async () => {
    await setDay('2026-03-21');
    const number = deliverResult(1, anyang);
    expect(await round()).toEqual({ day: '2026-03-21', read: 1, accepted: 1, rejected: 0, executed: 0 });
    const digest = createHash('sha256')
      .update(`${number} ${uuid(1)} 1 ${recordDigest(result(anyang))}\n`)
      .digest('hex');
    expect(hr.feed.confirmed).toEqual([{ from: number, through: number, digest, date: '2026-03-21', exceptions: [] }]);
    expect(await round()).toMatchObject({ read: 0, accepted: 0 });
    expect(hr.feed.confirmed).toHaveLength(1);
  });

  it('goes through more records than one page holds', async () => {
    await setDay('2026-03-21');
    for (let serial = 1; serial <= 450; serial++) deliverResult(serial, anyang, { year: 2000 + (serial % 100) });
    expect(await round()).toMatchObject({ read: 450, accepted: 100, rejected: 350 });
    expect(hr.feed.confirmed).toHaveLength(3);
    const exceptions = hr.feed.confirmed.flatMap((receipt) => receipt.exceptions);
    expect(exceptions).toHaveLength(350);
    expect(new Set(exceptions.map(({ code }) => code))).toEqual(new Set(['DUPLICATE_YEAR']));
  });

  it('rejects an organisation by code, and takes the repaired record', async () => {
    await setDay('2026-04-10');
    const replacement = '11999999000000019M';
    await hr.control('POST', '/faults', { kind: 'roster-change', creditCode: tangxia, replacement });
    deliverResult(1, tangxia);
    expect(await round()).toMatchObject({ read: 1, accepted: 0, rejected: 1 });
    expect(hr.feed.confirmed[0]?.exceptions).toMatchObject([{ code: 'UNKNOWN_ORGANISATION' }]);
    deliverResult(1, replacement, {}, 2);
    expect(await round()).toMatchObject({ read: 1, accepted: 1, rejected: 0 });
  });

  it('takes the same record again once the roster knows its organisation', async () => {
    await setDay('2026-04-10');
    await hr.control('POST', '/faults', { kind: 'roster-change', creditCode: yuhai, replacement: null });
    deliverResult(1, yuhai);
    expect(await round()).toMatchObject({ rejected: 1 });
    await hr.control('DELETE', '/faults');
    deliverResult(1, yuhai);
    expect(await round()).toMatchObject({ accepted: 1 });
  });

  it('confirms both versions of a record that one page holds, and keeps the later', async () => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    deliverResult(1, anyang, { grade: '2', supersedes: 1 }, 2);
    expect(await round()).toMatchObject({ read: 2, accepted: 2, rejected: 0 });
    expect((await hr.control('GET', '/records')).body).toMatchObject({ records: [{ version: 2, acknowledged: true }] });
  });

  it('takes back what was withdrawn, confirms that it did, and reads on behind it', async () => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    deliverResult(2, tangxia);
    await round();
    const number = hr.feed.withdraw({ recordKey: uuid(1), version: 2 });
    expect(await round()).toMatchObject({ read: 0, accepted: 0, rejected: 0 });
    expect(hr.feed.confirmed.at(-1)).toMatchObject({ from: number, through: number, exceptions: [] });
    expect((await hr.control('GET', '/records')).body).toMatchObject({ records: [{ recordKey: uuid(2) }] });
    await hr.restart();
    expect((await hr.control('GET', '/records')).body).toMatchObject({ records: [{ recordKey: uuid(2) }] });
    await round();
    expect(hr.feed.confirmed).toHaveLength(2);
  });

  it('rejects by a planted code as often as planted', async () => {
    await setDay('2026-04-10');
    await hr.control('POST', '/faults', { kind: 'reject', creditCode: anyang, code: 'DUPLICATE_YEAR', times: 1 });
    deliverResult(1, anyang);
    expect(await round()).toMatchObject({ rejected: 1 });
    deliverResult(1, anyang);
    expect(await round()).toMatchObject({ accepted: 1 });
  });

  it('executes an accepted measure on the ordered day and not before, and reports its document once', async () => {
    await setDay('2026-04-10');
    deliverMeasure(1, anyang);
    deliverMeasure(2, tangxia);
    const order = { recordKey: uuid(1), day: '2026-04-20', document: '瑞人社〔2026〕18号' };
    expect((await hr.control('POST', '/executions', order)).status).toBe(201);
    expect(await round()).toMatchObject({ accepted: 2, executed: 0 });
    await setDay('2026-04-20');
    expect(await round()).toMatchObject({ read: 0, executed: 1 });
    expect(hr.feed.acknowledged.at(-1)).toMatchObject({
      recordKey: uuid(1),
      outcome: 'executed',
      executedDocument: '瑞人社〔2026〕18号',
      date: '2026-04-20',
    });
    expect(await round()).toMatchObject({ executed: 0 });
    await hr.control('POST', '/executions', {
      kind: 'team-commendation',
      day: '2026-04-20',
      document: '瑞人社〔2026〕19号',
    });
    expect(await round()).toMatchObject({ executed: 1 });
  });
});

describe('a round that goes wrong', () => {
  it.each([
    ['reading', 'listFeedRecords'],
    ['confirming', 'sendFeedReceipt'],
  ])('because %s fails is 502, and the next one does what is left', async (_, operation) => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    hr.feed.faults.plant({ kind: 'error', operation, status: 503, times: 1 });
    expect(await hr.control('POST', '/rounds', { county })).toMatchObject({
      status: 502,
      body: { code: 'FEED_UNUSABLE' },
    });
    expect(await round()).toMatchObject({ accepted: 1 });
    expect(hr.feed.confirmed).toHaveLength(1);
  });

  it('because a page differs from its range takes nothing of it', async () => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    hr.feed.spoil(deliverResult(2, tangxia));
    expect(await hr.control('POST', '/rounds', { county })).toMatchObject({
      status: 502,
      body: { code: 'FEED_UNUSABLE' },
    });
    expect((await hr.control('GET', '/records')).body).toMatchObject({ records: [] });
    expect(hr.feed.confirmed).toEqual([]);
  });

  it.each([
    ['a receipt', 'sendFeedReceipt', 'confirmed'],
    ['an execution', 'acknowledgeFeedRecords', 'acknowledged'],
  ] as const)('because the answer to %s is lost sends the same again', async (_, operation, arrived) => {
    await setDay('2026-04-20');
    deliverMeasure(1, anyang);
    await hr.control('POST', '/executions', { recordKey: uuid(1), day: '2026-04-20', document: '瑞人社〔2026〕18号' });
    hr.feed.faults.plant({ kind: 'lost-answer', operation, times: 1 });
    expect((await hr.control('POST', '/rounds', { county })).status).toBe(502);
    expect(await round()).toMatchObject({ read: 0, executed: 1 });
    expect(hr.feed[arrived]).toHaveLength(2);
    expect(hr.feed[arrived][0]).toEqual(hr.feed[arrived][1]);
  });

  it('because its program was restarted in between forgets nothing', async () => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    deliverMeasure(2, tangxia);
    await round();
    const before = (await hr.control('GET', '/records')).body;
    await hr.restart();
    expect((await hr.control('GET', '/records')).body).toEqual(before);
    deliverResult(3, anyang);
    expect(await round()).toMatchObject({ read: 1, accepted: 0, rejected: 1 });
    expect(hr.feed.confirmed.at(-1)?.exceptions).toMatchObject([{ code: 'DUPLICATE_YEAR' }]);
  });

  it('takes one token for many calls', async () => {
    await setDay('2026-04-10');
    deliverResult(1, anyang);
    await round();
    await round();
    expect(hr.issuer.issued()).toBe(1);
    expect(hr.feed.calls()).toEqual({ sendFeedReceipt: 1, listFeedRecords: 2 });
  });
});
