// replaceIndicatorSystem.
import { digestOf } from '#kernel/values/canonical-json.ts';
import { replaceContent } from '../domain/indicator-system.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { changed, lockSystem, saveDecided } from './change-indicator-system.ts';

/** Replaces the content of a draft. STATE_CONFLICT once it is published; VALUE_INVALID for another code or version. */
export const replaceIndicatorSystem: IndicatorsHandler<'replaceIndicatorSystem'> = async ({ path, body }, call) => {
  const record = await lockSystem(call, path.indicatorSystemId);
  const replaced = replaceContent(record, body.system, digestOf(body.system));
  return changed(call, await saveDecided(call, replaced));
};
