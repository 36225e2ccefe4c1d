// The people of specs of evaluation, each with roles and places of their own.

import type { Person } from '../service.ts';
import { county, placeCodes, placeIdOf } from '../small-directory.ts';
import { departments } from './scheme.ts';

const wholeCounty = [placeIdOf(placeCodes.county)];

const person = (subject: string, roles: Person['roles'], places: readonly string[] = wholeCounty): Person => ({
  subject,
  roles,
  counties: [county],
  places,
});

export const office: Person = person('office-1', ['assessment_office']);
export const organisers: Person = person('organisation-1', ['organization_department']);
export const recorder: Person = person('recorder-1', ['decision_recorder']);
export const releaser: Person = person('releaser-1', ['decision_releaser']);
/** One who may do both, and still not for the same decision. */
export const both: Person = person('both-1', ['decision_recorder', 'decision_releaser']);
export const auditor: Person = person('auditor-1', ['auditor']);
export const finance: Person = { ...person('finance-1', ['department_verifier']), organisation: departments.finance };
export const water: Person = { ...person('water-1', ['department_verifier']), organisation: departments.water };

/** The signer of a township. */
export const signerOf = (code: string): Person => person(`signer-${code}`, ['township_signer'], [placeIdOf(code)]);

/** The same office in the neighbouring county. */
export const abroad: Person = {
  ...office,
  counties: ['330382'],
  places: [placeIdOf(placeCodes.neighbour)],
};
