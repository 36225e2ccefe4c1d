// The tenant of a request: the one that it names, or the caller's only one.
import { sql } from 'kysely';
import type { Database } from '#kernel/database/database.ts';
import type { Scope } from '#kernel/database/scope.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import { problem } from '#kernel/problem/problem.ts';
import { isPlaceCode } from '#kernel/values/place-code.ts';
import type { OperationRequest } from './request.ts';

const namedIn = (value: unknown): string | undefined => {
  const county: unknown = typeof value === 'object' && value !== null && 'county' in value ? value.county : undefined;
  return typeof county === 'string' ? county : undefined;
};

/** The claim binds people and programs alike. */
const mayTouch = ({ counties, countiesBelow = [] }: Caller, county: string): boolean =>
  counties.includes(county) || countiesBelow.some((code) => county.startsWith(code));

/** Whether a code can be a tenant's: a place of GB/T 2260 or GB/T 10114, two digits for each level down to the county. */
const canBeTenant = (county: string): boolean =>
  isPlaceCode(county.length === 2 || county.length === 4 ? county.padEnd(6, '0') : county);

/** The caller's own county; empty for a caller of several, by name or by a star, or of none. */
export const homeOf = ({ counties, countiesBelow = [] }: Caller): string =>
  counties.length === 1 && countiesBelow.length === 0 ? (counties[0] ?? '') : '';

/**
 * The county that a request is about; empty where a caller of several, or of none, names none. The query names it for
 * collections, the body for what is created. Throws OUT_OF_SCOPE for a county that is not the caller's, PLACE_UNKNOWN for a code
 * that no place can have. Our own services are bound by their claim as people are.
 */
export const countyOfRequest = (request: OperationRequest, caller: Caller): string => {
  const named = [namedIn(request.query), namedIn(request.body)].filter((county) => county !== undefined);
  for (const county of named) {
    // A text that is no place code is left to the schema, which says so better; it can't be in anyone's scope.
    if (!/^[0-9]{2,12}$/.test(county)) continue;
    if (!mayTouch(caller, county)) throw problem('OUT_OF_SCOPE', { county });
    if (!canBeTenant(county)) throw problem('PLACE_UNKNOWN', { placeId: county });
  }
  const [first, second] = named;
  if (first !== undefined && second !== undefined && first !== second) {
    const fault = { pointer: '/body/county', code: 'county', expected: `the same county as the query names, ${first}` };
    throw problem('REQUEST_INVALID', { count: 1 }, { faults: [fault] });
  }
  return first ?? homeOf(caller);
};

/** The rows that the transaction sees: the named county's, or those of all the caller's counties. */
export const scopeOf = (county: string, caller: Caller): Scope => ({
  counties: county === '' ? caller.counties : [county],
});

/** The same, with the counties below the codes that the claim names with a star, as far as they have begun a day in this service. */
export const wholeScopeOf = async <DB>(county: string, caller: Caller, database: Database<DB>): Promise<Scope> => {
  const { countiesBelow = [], counties } = caller;
  if (county !== '' || countiesBelow.length === 0) return scopeOf(county, caller);
  const { rows } = await database.read({ counties: [] }, (tx) =>
    sql<{ below: string[] }>`select counties_below(${countiesBelow}::text[]) as below`.execute(tx),
  );
  return { counties: [...new Set([...counties, ...(rows[0]?.below ?? [])])] };
};
