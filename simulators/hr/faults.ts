// The faults of the simulated HR system, typed by its control contract.
import type { components } from '#contracts/generated/partner-hr-control.ts';

export type HrFault = components['schemas']['FaultDraft'];
export type RosterChange = components['schemas']['RosterChange'];

export const isRosterChange = (fault: HrFault): fault is RosterChange => fault.kind === 'roster-change';

/** Faults that change HR's data outlive a restart. Faults that strike calls do not. */
export const isLasting = (fault: HrFault): boolean => isRosterChange(fault);
