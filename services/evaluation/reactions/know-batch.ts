// ObservationBatchAccepted: up to which batch a signature can cover.
import { countyOfEvent } from '#kernel/exchange/county-of-event.ts';
import type { EvaluationReaction } from '../handler.ts';
import { knowBatchPosition } from '../store/newest-batch.ts';

/** Knows the position of the batch; one of the first release has none, and is signed for by its day. */
export const knowBatch: EvaluationReaction<'cn.jixiao.indicators.ObservationBatchAccepted.v1'> = async (
  event,
  { tx },
) => {
  const { position } = event.payload;
  if (position !== undefined) await knowBatchPosition(tx, countyOfEvent(event), position);
};
