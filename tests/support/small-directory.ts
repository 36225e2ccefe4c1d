// A small directory for specs of services: a county with three townships, and one township of its neighbour.
import { businessId } from '#kernel/values/identifier.ts';
import type { ServiceUnderTest } from './service.ts';

/** The tenant of most specs. */
export const county = '330381';

/** The id of the place that a 12-digit code names. */
export const placeIdOf = (code: string): string => businessId('place', code);

/** The codes of the places; `merged` is a township that was there until the end of June 2025. */
export const placeCodes = {
  county: '330381000000',
  first: '330381001000',
  second: '330381002000',
  merged: '330381103000',
  neighbour: '330382000000',
  abroad: '330382001000',
} as const;

const rows: readonly (readonly [code: string, parent: string | null, from: string, to: string | null])[] = [
  [placeCodes.county, null, '2000-01-01', null],
  [placeCodes.first, placeCodes.county, '2000-01-01', null],
  [placeCodes.second, placeCodes.county, '2000-01-01', null],
  [placeCodes.merged, placeCodes.county, '2000-01-01', '2025-07-01'],
  [placeCodes.neighbour, null, '2000-01-01', null],
  [placeCodes.abroad, placeCodes.neighbour, '2000-01-01', null],
];

/** Gives a service under test this directory, and `more` townships of the county with codes of their own. */
export const plantDirectory = async <Ops, Received extends object>(
  service: ServiceUnderTest<Ops, Received>,
  more: readonly string[] = [],
): Promise<void> => {
  const all = [...rows, ...more.map((code) => [code, placeCodes.county, '2000-01-01', null] as const)];
  const places = all.map(([code, parent, from, to]) => ({
    id: placeIdOf(code),
    code,
    parent: parent === null ? null : placeIdOf(parent),
    from,
    to,
  }));
  await service.sql(
    `insert into directory_place (place_id, code, name, kind, parent_id, valid, recorded)
     select id, code, code, case when code like '______000000' then 'county' else 'town' end, parent,
       daterange("from", "to"), tstzrange(now(), null)
     from jsonb_to_recordset($1::jsonb) as place (id uuid, code text, parent uuid, "from" date, "to" date)`,
    [JSON.stringify(places)],
  );
  await service.sql('select refresh_directory_closure()');
};
