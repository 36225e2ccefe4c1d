// What a driver can plant in the simulated province, by the types of its control contract.
import type { components } from '#contracts/generated/partner-province-control.ts';

export type ProvinceFault = components['schemas']['FaultDraft'];
export type BadRows = components['schemas']['BadRows'];
export type Correction = components['schemas']['Correction'];
export type Slump = components['schemas']['Slump'];
export type Rejection = components['schemas']['Rejection'];

export const isBadRows = (fault: ProvinceFault): fault is BadRows => fault.kind === 'bad-rows';
export const isCorrection = (fault: ProvinceFault): fault is Correction => fault.kind === 'correction';
export const isSlump = (fault: ProvinceFault): fault is Slump => fault.kind === 'slump';

/** Faults that change what the province knows, and so outlive a restart; the others strike calls and are forgotten. */
export const isLasting = (fault: ProvinceFault): boolean => isBadRows(fault) || isCorrection(fault) || isSlump(fault);
