// For which data elements the sender of a batch speaks.
import type { Caller } from '#kernel/identity/caller.ts';

/** No department has this id: a department's person whose token names none owns no element. */
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * The department whose elements alone the sender may report. Undefined for the provincial platform and for our own services,
 * who report for every source.
 */
export const departmentOf = (caller: Caller): string | undefined =>
  caller.service !== undefined || caller.roles.has('provincial_platform') ? undefined : (caller.organisation ?? nobody);
