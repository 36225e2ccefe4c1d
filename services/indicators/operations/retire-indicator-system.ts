// retireIndicatorSystem.
import { retire } from '../domain/indicator-system.ts';
import type { IndicatorsHandler } from '../handler.ts';
import { changed, lockSystem, saveDecided } from './change-indicator-system.ts';

/** Retires a published system with a reason. STATE_CONFLICT for a draft and for what is retired already. */
export const retireIndicatorSystem: IndicatorsHandler<'retireIndicatorSystem'> = async ({ path, body }, call) => {
  const record = await lockSystem(call, path.indicatorSystemId);
  const on = await call.today(record.county);
  const retired = await saveDecided(call, retire(record, { on, reason: body.reason }));
  await call.append({
    type: 'cn.jixiao.indicators.IndicatorSystemRetired.v1',
    county: record.county,
    key: record.id,
    payload: {
      indicatorSystemId: record.id,
      code: record.system.code,
      version: record.system.version,
      retiredOn: on,
    },
  });
  return changed(call, retired);
};
