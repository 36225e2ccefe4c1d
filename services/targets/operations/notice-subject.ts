// What the events of a notice say it is about.
import type { Notice } from '../domain/notice.ts';

/** Ids of the notice, its target and its unit. */
export const noticeSubject = ({
  id: noticeId,
  cycleId,
  unitId,
  placeId,
  targetId,
}: Notice): { noticeId: string; cycleId: string; unitId: string; placeId: string; targetId: string } => ({
  noticeId,
  cycleId,
  unitId,
  placeId,
  targetId,
});
