// Who sends a batch, and for which data elements they speak.
import type { Caller } from '#kernel/identity/caller.ts';

/** No department has this id: a department's person whose token names none owns no element. */
const nobody = '00000000-0000-0000-0000-000000000000';

const speaksForAll = (caller: Caller): boolean =>
  caller.service !== undefined || caller.roles.has('provincial_platform');

/**
 * The department whose elements alone the sender may report. Undefined for the provincial platform and for our own services,
 * who report for every source.
 */
export const departmentOf = (caller: Caller): string | undefined =>
  speaksForAll(caller) ? undefined : (caller.organisation ?? nobody);

/**
 * The sender by its token, whatever it calls its data: `organisation:<id>` of a department, else `service:<name>` or
 * `client:<id>`. The same department is one sender, whoever of it sends.
 */
export const senderOf = (caller: Caller): string => {
  if (caller.service !== undefined) return `service:${caller.service}`;
  return speaksForAll(caller) || caller.organisation === undefined
    ? `client:${caller.client}`
    : `organisation:${caller.organisation}`;
};
