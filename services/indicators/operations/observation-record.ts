// An observation as the contract shows it.
import type { components } from '#contracts/generated/indicators.ts';
import type { ObservationRecord } from '../store/observation-row.ts';

type Shown = components['schemas']['Observation'];

// The table's own check allows no other status.
const statusOf = (text: string): Shown['status'] =>
  text === 'confirmed' || text === 'corrected' ? text : 'preliminary';

/** The record of one revision of an observation. */
export const observationRecord = (record: ObservationRecord): Shown => ({ ...record, status: statusOf(record.status) });
