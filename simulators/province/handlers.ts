// The operations of the simulated provincial platform.
import type { operations } from '#contracts/generated/partner-province.ts';
import type { Directory, Place } from '../directory-data/directory.ts';
import type { Handlers } from '../http/handlers.ts';
import { fromCursor, recordsOf, takePage } from '../http/paging.ts';
import { Refusal } from '../http/refusal.ts';
import { listDigest } from '../values/digest.ts';
import { monthsBetween } from '../values/months.ts';
import { dataElements, organisations, places } from './directory-lists.ts';
import { observations, type Position, type Selection } from './observations/rows.ts';
import { resultHandlers } from './results.ts';
import type { ProvinceState } from './state.ts';

export type ProvinceDeps = { readonly directory: Directory; readonly seed: number; readonly state: ProvinceState };

const limitDefault = 200;
const placeKey = /^(?<key>\d{12})$/;
const organisationKey = /^(?<key>\d{12}-\d{2})$/;
const elementKey = /^(?<key>[A-Z][A-Z0-9-]{1,63})$/;
const observationKey = /^(?<period>\d{4}-\d{2}) (?<unit>\d{12}) (?<element>[A-Z][A-Z0-9-]{1,63}) (?<index>\d{1,4})$/;

const keyOf = ({ period, unit, element, index }: Position): string => `${period} ${unit} ${element} ${index}`;

const positionFrom = (cursor: string | undefined): Position | undefined => {
  const groups = fromCursor(cursor, observationKey)?.groups;
  if (groups === undefined) return undefined;
  const { period = '', unit = '', element = '', index = '0' } = groups;
  return { period, unit, element, index: Number(index) };
};

const missing = (pointer: string, expected: string): Refusal =>
  new Refusal(400, 'REQUEST_INVALID', 'The request does not fit the contract', [{ pointer, expected }]);

const countyOf = (directory: Directory, code: string): Place => {
  const county = directory.find(code);
  if (county === undefined) throw new Refusal(404, 'NOT_FOUND', `There is no place ${code}`);
  return county;
};

const listHandlers = ({ directory, seed, state }: ProvinceDeps) =>
  ({
    listPlaces: ({ query: { under, withAncestors = false, changedSince, cursor, limit = limitDefault } }) => {
      const after = fromCursor(cursor, placeKey)?.groups?.['key'];
      const selected = places(directory, { under, changedSince, after, withAncestors });
      return { status: 200, body: takePage(selected, limit, ({ code }) => code) };
    },
    listOrganisations: ({ query: { under, changedSince, cursor, limit = limitDefault } }) => {
      const after = fromCursor(cursor, organisationKey)?.groups?.['key'];
      const { records, next } = takePage(
        organisations(directory, { under, changedSince, after }),
        limit,
        ({ key }) => key,
      );
      return { status: 200, body: { records: records.map(({ record }) => record), next } };
    },
    listDataElements: ({ query: { county, changedSince, cursor, limit = limitDefault } }) => {
      const after = fromCursor(cursor, elementKey)?.groups?.['key'];
      const selected = dataElements(countyOf(directory, county), { changedSince, after });
      return { status: 200, body: takePage(selected, limit, ({ code }) => code) };
    },
    listObservations: ({ query: { under, from, to, since, cursor, limit = limitDefault } }) => {
      const after = positionFrom(cursor);
      const selection: Selection = {
        under,
        months: monthsBetween(from, to),
        since,
        ...(after === undefined ? {} : { after }),
      };
      const selected = observations(directory, seed, selection, state.plants());
      const { records, next } = takePage(selected, limit, ({ position }) => keyOf(position));
      return { status: 200, body: { records: records.map(({ record }) => record), next } };
    },
    streamObservations: ({ query: { under, from, to, since, rows } }) => {
      const selection = { under, months: monthsBetween(from, to), since };
      const selected = observations(directory, seed, selection, state.plants());
      return {
        status: 200,
        rows: recordsOf(selected, rows),
      };
    },
  }) satisfies Partial<Handlers<operations>>;

const digestHandlers = ({ directory, seed, state }: ProvinceDeps) =>
  ({
    getDataSetDigest: ({ path: { dataSet }, query: { under, from, to } }) => {
      const answer = (records: Iterable<unknown>) => ({
        status: 200 as const,
        body: { dataSet, ...listDigest(records) },
      });
      switch (dataSet) {
        case 'P1':
          return answer(places(directory, { under, withAncestors: false }));
        case 'P2':
          return answer(recordsOf(organisations(directory, { under })));
        case 'P3':
          if (under?.length !== 6) throw missing('/query/under', 'a county of 6 digits');
          return answer(dataElements(countyOf(directory, under), {}));
        case 'P4': {
          if (under === undefined || from === undefined || to === undefined)
            throw missing('/query', 'under, from and to');
          const selection = { under, months: monthsBetween(from, to), since: undefined };
          return answer(recordsOf(observations(directory, seed, selection, state.plants())));
        }
        default:
          return dataSet satisfies never;
      }
    },
  }) satisfies Partial<Handlers<operations>>;

/** One handler for each operation of contracts/partners/province.yaml. */
export const provinceHandlers = (deps: ProvinceDeps): Handlers<operations> => ({
  ...listHandlers(deps),
  ...digestHandlers(deps),
  ...resultHandlers(deps.directory, deps.state),
});
