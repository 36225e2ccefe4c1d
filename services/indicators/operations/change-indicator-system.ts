// What every change of an indicator system does: lock, compare the version, decide, save, answer.
import type { components } from '#contracts/generated/indicators.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { type FieldFault, problem } from '#kernel/problem/problem.ts';
import type { Result } from '#kernel/values/result.ts';
import type { SystemRecord } from '../domain/indicator-system.ts';
import type { IndicatorsCall } from '../handler.ts';
import { findSystem, saveSystem } from '../store/indicator-system.ts';
import { systemRecord } from './indicator-system-record.ts';

type Refused = 'STATE_CONFLICT' | 'VALUE_INVALID' | 'INDICATOR_SYSTEM_FAULTY';

/** The answer to a change. */
export interface Changed {
  readonly status: 200;
  readonly body: components['schemas']['IndicatorSystemRecord'];
  readonly etag: string;
}

/** Locks a system for a change by someone who read its current version. NOT_FOUND, ETAG_STALE. */
export const lockSystem = async (call: IndicatorsCall, id: string): Promise<SystemRecord> => {
  const record = await findSystem(call.tx, id, 'lock');
  if (record === undefined) throw problem('NOT_FOUND', { what: '指标体系' });
  call.requireVersion(record.revision);
  return record;
};

/** Saves what was decided, or throws the refusal with the faults that it names. */
export const saveDecided = async (
  call: IndicatorsCall,
  decided: Result<SystemRecord, Refused>,
  faults: readonly FieldFault[] = [],
): Promise<SystemRecord> => {
  if (!decided.ok) throw problem(decided.refusal.code, decided.refusal.params, { faults });
  await saveSystem(call.tx, decided.value);
  call.about(decided.value.id, decided.value.county);
  return decided.value;
};

/** The answer with the record as it is now. */
export const changed = async (call: IndicatorsCall, record: SystemRecord): Promise<Changed> => ({
  status: 200,
  body: await systemRecord(call, record),
  etag: etagOf(record.revision),
});
