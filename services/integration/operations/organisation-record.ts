// An organisation as the contract shows it.
import type { components } from '#contracts/generated/integration.ts';
import { type OrganisationRow, organisationKind } from '../store/organisation-row.ts';

/** The record of an organisation. */
export const organisationRecord = (row: OrganisationRow): components['schemas']['Organisation'] => ({
  id: row.id,
  county: row.county,
  creditCode: row.credit_code,
  name: row.name,
  kind: organisationKind(row.kind),
  placeId: row.place_id,
  validFrom: row.valid_from,
});
