// listLights.
import { paged, pageOf } from '#kernel/operation/page.ts';
import type { TargetsHandler } from '../handler.ts';
import { listTargetLights } from '../store/list-target-lights.ts';
import { targetLightRecord } from './light-record.ts';

/** The lights of a cycle's targets in the caller's scope as of a day, by place code and indicator. */
export const listLights: TargetsHandler<'listLights'> = async ({ query }, call) => {
  const page = pageOf(query, ['text', 'text', 'id']);
  const rows = await listTargetLights(call.tx, call.caller, query, page);
  const keyOf = (row: (typeof rows)[number]): string[] => [row.placeCode, row.indicatorCode, row.targetId];
  return { status: 200, body: paged(rows, page, keyOf, targetLightRecord) };
};
