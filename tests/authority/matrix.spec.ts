// Every operation × every role: who gets in, and what the others are told. The table beside this file is the expectation.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rolesOfAuthority } from '#contracts/generated/authorities.ts';
import { allRoles, type PersonalRole, personalRoles, serviceCallers } from '#kernel/identity/roles.ts';
import { placeCodes, placeIdOf } from '../support/small-directory.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';
import { type Answer, allOperations, ask, namesCounty, namesRecord, type Question } from './asking.ts';
import { counties, plant, plantedId } from './plant.ts';
import { plantedRows } from './planted-rows.ts';

const rows = readFileSync(join(import.meta.dirname, 'matrix.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','));
const [header = [], ...lines] = rows;
const roles = header.slice(3);
const expected = new Map(lines.map(([service, operation, , ...cells]) => [`${service}.${operation}`, cells]));
const elsewhere = new Map(lines.map(([service, operation, cell = '']) => [`${service}.${operation}`, cell]));

/** What the column says of a person of another county who holds the right role, and where none can be told apart, why. */
const answersElsewhere = [
  '403', // the county is named: it is not this person's
  '404', // a record is named: it is not there for this person
  '- own only', // a list of what is the person's own
  '- whole service', // how the service fares, which is no county's
  '- computes only', // what is sent is computed with, nothing is read or kept
  '- services only', // no person gets in, and a service names a county of its claim
];

let system: SystemUnderTest;
beforeAll(async () => {
  const person = (county: keyof typeof counties, placeCode: string) => (role: PersonalRole) => ({
    username: `${county}-${role}`,
    name: role,
    group: '测试',
    roles: [role],
    counties: [counties[county]],
    places: [placeIdOf(placeCode)],
  });
  const own = personalRoles.map(person('own', placeCodes.county));
  system = await systemUnderTest({ people: [...own, ...personalRoles.map(person('other', placeCodes.neighbour))] });
  await plant(system.databaseUrl, plantedRows);
});
afterAll(() => system.stop());

/** What a caller is told who sends the least: the role is looked at before the request. */
const least: Question = { county: counties.own, record: 'unknown', fitting: false };
const planted: Question = { county: counties.own, record: 'planted', fitting: true };

const tokenOf = (role: string): Promise<string> =>
  role.startsWith('service:')
    ? system.clientToken(`svc-${role.slice('service:'.length)}`)
    : system.tokenOf(`own-${role}`);

/** Whoever is let in may be told that the request is wrong, but not who he is not, and nothing may have failed. */
const standing = ({ status, code }: Answer): string => {
  if (code === 'AUTHORITY_MISSING') return String(status);
  return status === 401 || status === 403 || status >= 500 ? `${status} ${code}` : 'in';
};

describe('the table', () => {
  test('names every operation of the contracts and every role, and no other', () => {
    expect([...expected.keys()].toSorted()).toEqual(allOperations.map(({ name }) => name).toSorted());
    expect(lines).toHaveLength(allOperations.length);
    expect(roles).toEqual(allRoles);
    expect(serviceCallers.every((service) => roles.includes(`service:${service}`))).toBe(true);
  });

  test('says what contracts/authorities.yaml grants', () => {
    const granted = allOperations.map(({ name, operation }) => {
      const holders = rolesOfAuthority[operation.authority as keyof typeof rolesOfAuthority];
      return [name, roles.map((role) => (holders.includes(role) ? 'in' : '403'))] as const;
    });
    expect(Object.fromEntries(granted)).toEqual(Object.fromEntries(expected));
  });

  test('says what every operation answers a person of another county, or why there is nothing to say', () => {
    expect([...elsewhere].filter(([, cell]) => !answersElsewhere.includes(cell))).toEqual([]);
  });
});

describe.each(allOperations.map((asked) => [asked.name, asked] as const))('%s', (name, asked) => {
  const cells = expected.get(name) ?? [];
  const cell = elsewhere.get(name) ?? '';
  const people = personalRoles.filter((role) => cells[roles.indexOf(role)] === 'in');
  const asEach = (county: keyof typeof counties, question: Question): Promise<Answer[]> =>
    Promise.all(
      people.map(async (role) => ask(system.url, await system.tokenOf(`${county}-${role}`), asked, question)),
    );

  test('is closed to whoever brings no token, or one that is none', async () => {
    expect(await ask(system.url, undefined, asked, least)).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
    expect(await ask(system.url, 'a.b.c', asked, least)).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
  });

  test('lets in the roles of the table and no other', async () => {
    const answers = await Promise.all(
      roles.map(async (role) => standing(await ask(system.url, await tokenOf(role), asked, least))),
    );
    expect(Object.fromEntries(roles.map((role, index) => [role, answers[index]]))).toEqual(
      Object.fromEntries(roles.map((role, index) => [role, cells[index]])),
    );
  });

  if (cell === '403')
    test('refuses a person of another county who names this one', async () => {
      expect(people).not.toEqual([]);
      for (const answer of await asEach('other', planted))
        expect(answer).toMatchObject({ status: 403, code: 'OUT_OF_SCOPE' });
    });

  if (cell === '404' || (cell === '403' && namesRecord(asked)))
    test('tells a person of another county nothing of a record, not even that it is there', async () => {
      expect(people).not.toEqual([]);
      // A body may also name no county at all, which means shared reference data.
      const inBody = cell === '403' && !asked.operation.parameters.some((one) => one.name === 'county');
      for (const county of inBody ? [counties.other, null] : [counties.other]) {
        const hidden = await asEach('other', { ...planted, county });
        for (const answer of hidden) expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND' });
        expect(hidden).toEqual(await asEach('other', { ...planted, county, record: 'unknown' }));
      }
      // It is there: the same request of somebody of the county gets to it, though maybe not of everybody.
      const reached = (await asEach('own', planted)).filter(({ status }) => status !== 404);
      expect(new Set(reached.map(standing))).toEqual(new Set(['in']));
    });

  if (people.length > 0 && namesRecord(asked))
    test('finds a record by its id in either case', async () => {
      expect(await asEach('own', { ...planted, record: 'in upper case' })).toEqual(await asEach('own', planted));
    });

  if (cell === '- own only')
    test('lists nothing of this county to a person of another', async () => {
      for (const { text } of await asEach('own', planted)) expect(text).toContain(plantedId);
      for (const { status, text } of await asEach('other', planted)) {
        expect(status).toBe(200);
        expect(text).not.toContain(plantedId);
      }
    });

  if (cell === '- whole service' || cell === '- computes only')
    test('knows of no county and no record, and answers a person of another as one of this', async () => {
      expect(namesCounty(asked) || namesRecord(asked)).toBe(false);
      for (const answer of [...(await asEach('own', planted)), ...(await asEach('other', planted))]) {
        expect(answer.status).toBe(200);
        expect(answer.text).not.toContain(plantedId);
      }
    });

  if (cell === '- services only')
    test('is for no person', () => {
      expect(people).toEqual([]);
    });
});
