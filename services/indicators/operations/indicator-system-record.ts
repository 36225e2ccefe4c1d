// An indicator system as the contract shows it, a draft with what keeps it from being published.
import type { components } from '#contracts/generated/indicators.ts';
import { faultsOf, type SystemFault, type SystemRecord, type WrittenSystem } from '../domain/indicator-system.ts';
import { systemFaultText } from '../domain/system-fault-text.ts';
import type { IndicatorsCall } from '../handler.ts';
import { findElements } from '../store/data-element.ts';

/** Every fault of a system against the county's current data elements. */
export const currentFaults = async (
  call: IndicatorsCall,
  county: string,
  system: WrittenSystem,
): Promise<readonly SystemFault[]> => {
  const codes = new Set(system.indicators.map(({ elementCode }) => elementCode));
  return faultsOf(system, await findElements(call.tx, county, [...codes]));
};

/** The record of a system. What is published has no faults: elements that change after do not touch it. */
export const systemRecord = async (
  call: IndicatorsCall,
  record: SystemRecord,
): Promise<components['schemas']['IndicatorSystemRecord']> => {
  const { id, county, state, revision, system, digest, draftedOn, publishedOn, documentId, retiredOn } = record;
  const faults = state === 'draft' ? await currentFaults(call, county, system) : [];
  return {
    id,
    county,
    code: system.code,
    version: system.version,
    state,
    revision,
    system,
    digest,
    faults: faults.map((fault) => ({ ...fault, text: systemFaultText(fault) })),
    draftedOn,
    publishedOn,
    documentId,
    retiredOn,
  };
};
