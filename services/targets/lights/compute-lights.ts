// Computing the lights of targets on a day: facts → pure function → history, and what turned is announced.
import type { Transaction } from 'kysely';
import type { TargetLightChangedV1 } from '#contracts/generated/events.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { stateCouncilCalendar } from '#kernel/values/working-days.ts';
import { lightOf, reconsiderOn } from '../domain/light.ts';
import { changeHistory } from '../domain/light-history.ts';
import { findLightFacts, type TargetFacts } from '../store/find-light-facts.ts';
import { type ComputedLight, saveLights } from '../store/save-lights.ts';
import type { DB } from '../store/tables.ts';

/** Targets whose lights are computed at a time, so that a county of any size takes the same memory. */
export const targetsAtATime = 500;

/** Tells of a light that changed its colour. */
export type Announce = (changed: TargetLightChangedV1) => Promise<unknown>;

const computeOne = (
  target: TargetFacts,
  day: IsoDate,
): { readonly computed: ComputedLight; readonly changed: TargetLightChangedV1 | undefined } => {
  const { targetId, county, cycleId, unitId, placeId, indicatorCode, rules, facts } = target;
  const light = lightOf(rules, stateCouncilCalendar, facts, day);
  const { stored, turned } = changeHistory(target.newest, light);
  const next = reconsiderOn(rules, stateCouncilCalendar, facts.periods, day);
  return {
    computed: { county, targetId, light: { ...light, since: day }, stored, reconsiderOn: next },
    changed:
      turned === undefined
        ? undefined
        : {
            targetId,
            cycleId,
            unitId,
            placeId,
            indicatorCode,
            ...turned,
            reason: light.reason,
            date: day,
            ruleVersion: light.ruleVersion,
          },
  };
};

/** Which lights are computed. */
export interface LightsOrder {
  readonly county: string;
  readonly targetIds: readonly string[];
  readonly day: IsoDate;
}

/**
 * Computes the lights of those of a county's targets whose plans are published, as of a day. The targets stay locked until the
 * transaction ends: whoever computes them next reads what this one read, and more.
 */
export const computeLights = async (
  tx: Transaction<DB>,
  { county, targetIds, day }: LightsOrder,
  announce: Announce,
): Promise<void> => {
  const ids = targetIds.toSorted();
  for (let from = 0; from < ids.length; from += targetsAtATime) {
    const targets = await findLightFacts(tx, county, ids.slice(from, from + targetsAtATime));
    const results = targets.map((target) => computeOne(target, day));
    await saveLights(
      tx,
      results.map(({ computed }) => computed),
    );
    for (const { changed } of results) if (changed !== undefined) await announce(changed);
  }
};
