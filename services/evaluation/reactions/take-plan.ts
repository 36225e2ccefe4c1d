// PlanPublished: the target values that scoring rules compare with.

import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { EvaluationReaction } from '../handler.ts';
import { jsonText } from '../store/json-text.ts';

/** Takes over the targets of a unit's plan; the highest version is the one in force. */
export const takePlan: EvaluationReaction<'cn.jixiao.targets.PlanPublished.v1'> = async (event, { tx }) => {
  const { planId, cycleId, unitId, version, targets } = event.payload;
  const plan = { plan_id: planId, version, targets: jsonText(targets) };
  await tx
    .insertInto('published_plan')
    .values({ county: countyOfEvent(event), cycle_id: cycleId, unit_id: unitId, ...plan })
    .onConflict((conflict) =>
      conflict
        .columns(['county', 'cycle_id', 'unit_id'])
        .doUpdateSet(plan)
        .where('published_plan.version', '<', version),
    )
    .execute();
};
