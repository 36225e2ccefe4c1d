// The observations of a run by unit and element, each period's highest revision alone.

import type { Period } from '#kernel/values/period.ts';
import type { FaultList } from '#kernel/values/scheme/fault.ts';
import type { Observation, ObservationsByPeriod } from './observation.ts';

const none: ObservationsByPeriod = new Map();

/** Looks up what a unit has of an element. */
export type ObservationIndex = { readonly of: (unitId: string, elementCode: string) => ObservationsByPeriod };

/** Indexes observations; two different ones of the same unit, element, period and revision are a fault, since no one could choose. */
export const observationIndex = (observations: readonly Observation[], faults: FaultList): ObservationIndex => {
  const units = new Map<string, Map<string, Map<Period, Observation>>>();
  observations.forEach((observation, index) => {
    const { unitId, elementCode, period, revision } = observation;
    let elements = units.get(unitId);
    if (elements === undefined) units.set(unitId, (elements = new Map()));
    let periods = elements.get(elementCode);
    if (periods === undefined) elements.set(elementCode, (periods = new Map()));
    const known = periods.get(period);
    if (known?.revision === revision) {
      faults.add(`/observations/${index}`, 'OBSERVATION_DUPLICATE', { unitId, elementCode, period, revision });
    }
    if (known === undefined || known.revision < revision) periods.set(period, observation);
  });
  return { of: (unitId, elementCode) => units.get(unitId)?.get(elementCode) ?? none };
};
