// What a driver can plant in the simulated HR system, by the types of its control contract.
import type { components } from '#contracts/generated/partner-hr-control.ts';

export type HrFault = components['schemas']['FaultDraft'];
export type RosterChange = components['schemas']['RosterChange'];
export type Rejection = components['schemas']['Rejection'];

export const isRosterChange = (fault: HrFault): fault is RosterChange => fault.kind === 'roster-change';

/** Faults that change what HR knows, and so outlive a restart; the others strike calls and are forgotten. */
export const isLasting = (fault: HrFault): boolean => isRosterChange(fault);
