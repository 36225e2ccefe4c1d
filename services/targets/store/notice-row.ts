// A supervision notice as its row holds it.
import type { Selectable } from 'kysely';
import { type IsoDate, isoDate } from '#kernel/values/date.ts';
import type { Notice, NoticeState } from '../domain/notice.ts';
import type { Notice as NoticeTable } from './tables.ts';

/** The row of a notice. */
export type NoticeRow = Selectable<NoticeTable>;

const remarkOf = (opinion: string | null, on: string | null): { opinion: string; on: IsoDate } | null =>
  opinion === null || on === null ? null : { opinion, on: isoDate(on) };

/** The notice of a row. The table's own checks allow no other words. */
export const noticeOf = (row: NoticeRow): Notice => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  unitId: row.unit_id,
  placeId: row.place_id,
  targetId: row.target_id,
  state: row.state as NoticeState,
  version: row.version,
  documentId: row.document_id,
  text: row.text,
  colour: row.colour as Notice['colour'],
  issuedOn: isoDate(row.issued_on),
  dueOn: isoDate(row.due_on),
  answer:
    row.answer_text === null || row.answered_on === null
      ? null
      : {
          text: row.answer_text,
          documentId: row.answer_document_id,
          on: isoDate(row.answered_on),
          late: row.late === true,
        },
  acceptance: remarkOf(row.acceptance_opinion, row.accepted_on),
  closure: remarkOf(row.closure_opinion, row.closed_on),
});

/** The row of a notice. */
export const rowOfNotice = (notice: Notice): NoticeRow => ({
  id: notice.id,
  county: notice.county,
  cycle_id: notice.cycleId,
  unit_id: notice.unitId,
  place_id: notice.placeId,
  target_id: notice.targetId,
  state: notice.state,
  version: notice.version,
  document_id: notice.documentId,
  text: notice.text,
  colour: notice.colour,
  issued_on: notice.issuedOn,
  due_on: notice.dueOn,
  answer_text: notice.answer?.text ?? null,
  answer_document_id: notice.answer?.documentId ?? null,
  answered_on: notice.answer?.on ?? null,
  late: notice.answer?.late ?? null,
  acceptance_opinion: notice.acceptance?.opinion ?? null,
  accepted_on: notice.acceptance?.on ?? null,
  closure_opinion: notice.closure?.opinion ?? null,
  closed_on: notice.closure?.on ?? null,
});
