// The life of an indicator system (指标体系): draft → published → retired, and what keeps a draft from being published.

import { accepted, type Result, refused } from '#kernel/values/result.ts';
import type { Fault } from '#kernel/values/scheme/fault.ts';
import type { IndicatorSystem, Written } from '#kernel/values/scheme/indicator-system.ts';
import { readIndicatorSystem } from '#kernel/values/scheme/read-indicator-system.ts';

/** A system as it is written in a draft. */
export type WrittenSystem = Written<IndicatorSystem>;

/** Where a system stands. */
export type SystemState = 'draft' | 'published' | 'retired';

/** A system with its course. `revision` counts the changes of its record. */
export type SystemRecord = {
  readonly id: string;
  readonly county: string;
  readonly state: SystemState;
  readonly revision: number;
  readonly system: WrittenSystem;
  readonly digest: string;
  readonly draftedOn: string;
  readonly publishedOn: string | null;
  readonly documentId: string | null;
  readonly retiredOn: string | null;
  readonly retirementReason: string | null;
};

/** What a system has to know of a data element that an indicator names. */
export type NamedElement = {
  readonly code: string;
  readonly direction: 'higher' | 'lower';
  readonly frequency: 'month' | 'quarter' | 'year';
  /** Whether a value counts its period alone (当期) or from the year's beginning (累计). */
  readonly accumulation: 'current' | 'cumulative';
};

/** That an indicator does not fit its data element: where, and what the element is. */
export type ElementFault = {
  readonly pointer: string;
  readonly code:
    | 'UNKNOWN_ELEMENT'
    | 'ELEMENT_DIRECTION_DIFFERS'
    | 'ELEMENT_FREQUENCY_DIFFERS'
    | 'ELEMENT_ACCUMULATION_DIFFERS';
  readonly params: Readonly<Record<string, string>>;
};

/** A fault of a system: one of the scheme language, or of a data element. */
export type SystemFault = Fault | ElementFault;

/** Faults that a record lists at most. */
export const faultsMax = 200;

const elementFaults = (system: WrittenSystem, elements: readonly NamedElement[]): ElementFault[] => {
  const known = new Map(elements.map((element) => [element.code, element]));
  return system.indicators.flatMap(({ elementCode, direction, aggregation }, index): ElementFault[] => {
    const pointer = `/indicators/${index}`;
    const element = known.get(elementCode);
    if (element === undefined)
      return [{ pointer: `${pointer}/elementCode`, code: 'UNKNOWN_ELEMENT', params: { element: elementCode } }];
    const faults: ElementFault[] = [];
    if (element.direction !== direction)
      faults.push({
        pointer: `${pointer}/direction`,
        code: 'ELEMENT_DIRECTION_DIFFERS',
        params: { element: elementCode, direction: element.direction },
      });
    if (element.frequency !== aggregation.frequency)
      faults.push({
        pointer: `${pointer}/aggregation/frequency`,
        code: 'ELEMENT_FREQUENCY_DIFFERS',
        params: { element: elementCode, frequency: element.frequency },
      });
    // January and January to February have January twice in them: of 累计 only the last value is one of the cycle.
    if (element.accumulation === 'cumulative' && aggregation.method !== 'latest')
      faults.push({
        pointer: `${pointer}/aggregation/method`,
        code: 'ELEMENT_ACCUMULATION_DIFFERS',
        params: { element: elementCode, accumulation: element.accumulation },
      });
    return faults;
  });
};

/** Every fault of a system, those of its weights and rules first; at most 200. */
export const faultsOf = (system: WrittenSystem, elements: readonly NamedElement[]): readonly SystemFault[] => {
  const read = readIndicatorSystem(system);
  return [...(read.ok ? [] : read.faults), ...elementFaults(system, elements)].slice(0, faultsMax);
};

const stateNames: Readonly<Record<SystemState, string>> = { draft: '草案', published: '已发布', retired: '已停用' };

const notIn = ({ state }: SystemRecord, wanted: SystemState) =>
  refused('STATE_CONFLICT', { what: '指标体系', state: stateNames[state], wanted: stateNames[wanted] });

/** Puts new content in a draft. Code and version name the record, so they stay. */
export const replaceContent = (
  record: SystemRecord,
  system: WrittenSystem,
  digest: string,
): Result<SystemRecord, 'STATE_CONFLICT' | 'VALUE_INVALID'> => {
  if (record.state !== 'draft') return notIn(record, 'draft');
  if (system.code !== record.system.code)
    return refused('VALUE_INVALID', { field: 'system/code', reason: `代码应为 ${record.system.code}` });
  if (system.version !== record.system.version)
    return refused('VALUE_INVALID', { field: 'system/version', reason: `版本应为 ${record.system.version}` });
  return accepted({ ...record, system, digest, revision: record.revision + 1 });
};

/** Publishes a draft without faults by a document (考核办法). It never changes after. */
export const publish = (
  record: SystemRecord,
  by: { readonly documentId: string; readonly on: string; readonly faultCount: number },
): Result<SystemRecord, 'STATE_CONFLICT' | 'INDICATOR_SYSTEM_FAULTY'> => {
  if (record.state !== 'draft') return notIn(record, 'draft');
  if (by.faultCount > 0) return refused('INDICATOR_SYSTEM_FAULTY', { count: by.faultCount });
  return accepted({
    ...record,
    state: 'published',
    publishedOn: by.on,
    documentId: by.documentId,
    revision: record.revision + 1,
  });
};

/** Retires a published system: no new cycle may use it, what used it stays. */
export const retire = (
  record: SystemRecord,
  by: { readonly on: string; readonly reason: string },
): Result<SystemRecord, 'STATE_CONFLICT'> =>
  record.state === 'published'
    ? accepted({
        ...record,
        state: 'retired',
        retiredOn: by.on,
        retirementReason: by.reason,
        revision: record.revision + 1,
      })
    : notIn(record, 'published');
