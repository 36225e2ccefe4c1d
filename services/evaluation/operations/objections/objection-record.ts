// An objection as the contract shows it.
import type { Schemas } from '../../handler.ts';
import { correctedBy, type ObjectionRow } from '../../store/objections.ts';

type Decision = Schemas['ObjectionDecision'];

const decisionOf = (row: ObjectionRow): Decision | null => {
  const { reason, answer_document_id: documentId, decided_on: decidedOn } = row;
  if (row.state === 'raised' || reason === null || documentId === null || decidedOn === null) return null;
  return {
    outcome: row.state === 'accepted' ? 'accepted' : 'refused',
    points: row.points,
    correctedValues: correctedBy(row).map(({ period, value, replaced }) => ({ period, value, replaced })),
    reason,
    documentId,
    decidedOn,
    late: row.late === true,
    ranksMoved: row.ranks_moved ?? 0,
  };
};

/** The record of an objection. */
export const objectionRecord = (row: ObjectionRow): Schemas['Objection'] => ({
  id: row.id,
  county: row.county,
  cycleId: row.cycle_id,
  unitId: row.unit_id,
  placeId: row.place_id,
  indicatorCode: row.indicator_code,
  state: row.state as Schemas['ObjectionState'],
  version: row.version,
  claim: row.claim,
  documentId: row.document_id,
  raisedOn: row.raised_on,
  raisedBy: row.raised_by,
  dueOn: row.due_on,
  decision: decisionOf(row),
});
