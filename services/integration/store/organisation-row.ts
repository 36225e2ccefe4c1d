// An organisation as its row holds it.
import type { Selectable } from 'kysely';
import { isoDate } from '#kernel/values/date.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { Organisation, OrganisationKind } from '../domain/organisation.ts';
import type { Organisation as OrganisationTable } from './tables.ts';

/** The columns of an organisation. */
export const organisationColumns = [
  'county',
  'id',
  'credit_code',
  'name',
  'kind',
  'department',
  'place_id',
  'valid_from',
  'valid_to',
  'version',
] as const;

/** The row of an organisation. */
export type OrganisationRow = Selectable<OrganisationTable>;

const kinds: Readonly<Record<string, OrganisationKind>> = {
  'party-committee': 'party-committee',
  government: 'government',
};

/** The kind that a text names; the table's check allows no other than the three. */
export const organisationKind = (text: string): OrganisationKind => ownValue(kinds, text) ?? 'department';

/** The organisation of a row. */
export const organisationOf = (row: OrganisationRow): Organisation => ({
  id: row.id,
  creditCode: row.credit_code,
  name: row.name,
  kind: organisationKind(row.kind),
  department: row.department,
  placeId: row.place_id,
  validFrom: isoDate(row.valid_from),
  validTo: row.valid_to === null ? null : isoDate(row.valid_to),
  version: row.version,
});
