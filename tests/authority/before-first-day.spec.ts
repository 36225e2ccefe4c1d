// Before a county's first business day: whoever reads learns that none has begun, by an answer that the contract lists.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rolesOfAuthority } from '#contracts/generated/authorities.ts';
import { eachRole } from '../support/each-role.ts';
import { listedStatuses } from '../support/listed-answer.ts';
import { placeCodes, placeIdOf } from '../support/small-directory.ts';
import { type SystemUnderTest, systemUnderTest } from '../support/system.ts';
import { type Asked, allOperations, ask } from './asking.ts';
import { counties, plant } from './plant.ts';
import { plantedRows } from './planted-rows.ts';

let system: SystemUnderTest;
beforeAll(async () => {
  system = await systemUnderTest({ people: eachRole([counties.own], [placeIdOf(placeCodes.county)]) });
  await plant(
    system.databaseUrl,
    plantedRows.filter(([, table]) => table !== 'business_day'),
  );
});
afterAll(() => system.stop());

const tokenFor = ({ operation }: Asked): Promise<string> => {
  const [role = 'auditor'] = rolesOfAuthority[operation.authority as keyof typeof rolesOfAuthority];
  return role.startsWith('service:') ? system.clientToken(role.replace('service:', 'svc-')) : system.tokenOf(role);
};

const reads = allOperations.filter(({ operation }) => operation.method === 'get');

test.each(reads.map((asked) => [asked.name, asked] as const))('%s', async (_name, asked) => {
  const { status, code } = await ask(system.url, await tokenFor(asked), asked, {
    county: counties.own,
    record: 'planted',
    fitting: true,
  });
  expect([status, code]).toSatisfy(
    ([, said]: [number, string]) => said === '' || said === 'NOT_FOUND' || said === 'COUNTY_DAY_UNKNOWN',
  );
  // What lists 409 among reads is that it needs the day.
  expect(code === 'COUNTY_DAY_UNKNOWN').toBe(listedStatuses(asked.document, asked.operation).includes('409'));
});
