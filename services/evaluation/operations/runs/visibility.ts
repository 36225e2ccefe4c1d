// Who sees what before it is public: county offices see scores and results as they arise, townships once they are told.
import type { Caller } from '#kernel/identity/caller.ts';
import type { Role } from '#kernel/identity/roles.ts';

const officeRoles: ReadonlySet<Role> = new Set<Role>([
  'assessment_office',
  'organization_department',
  'decision_recorder',
  'decision_releaser',
  'discipline_inspection',
  'county_leader',
  'auditor',
]);

/** Whether the caller acts for a county office, or is one of our own services. */
export const isOffice = (caller: Pick<Caller, 'roles' | 'service'>): boolean =>
  caller.service !== undefined || [...caller.roles].some((role) => officeRoles.has(role));

/** Whether the caller sees the totals of all units: county offices do, and the province, to which the results are delivered (P8). */
export const seesAllTotals = (caller: Pick<Caller, 'roles' | 'service'>): boolean =>
  isOffice(caller) || caller.roles.has('provincial_platform');
