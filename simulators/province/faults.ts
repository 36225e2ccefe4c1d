// The faults of the simulated province, typed by its control contract.
import type { components } from '#contracts/generated/partner-province-control.ts';

export type ProvinceFault = components['schemas']['FaultDraft'];
export type BadRows = components['schemas']['BadRows'];
export type Correction = components['schemas']['Correction'];
export type Slump = components['schemas']['Slump'];

export const isBadRows = (fault: ProvinceFault): fault is BadRows => fault.kind === 'bad-rows';
export const isCorrection = (fault: ProvinceFault): fault is Correction => fault.kind === 'correction';
export const isSlump = (fault: ProvinceFault): fault is Slump => fault.kind === 'slump';

/** Faults that change the province's data outlive a restart. Faults that strike calls do not. */
export const isLasting = (fault: ProvinceFault): boolean => isBadRows(fault) || isCorrection(fault) || isSlump(fault);
