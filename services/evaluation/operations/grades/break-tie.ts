// breakTie: the committee's choice where teams of equal standing compete for the last seats.

import { requireDocuments } from '#kernel/documents/require-documents.ts';
import { etagOf } from '#kernel/operation/etag.ts';
import { problem } from '#kernel/problem/problem.ts';
import { taken } from '#kernel/problem/taken.ts';
import { breakTie as decide } from '../../domain/grading/break-tie.ts';
import type { EvaluationCall, EvaluationHandler } from '../../handler.ts';
import { jsonText } from '../../store/json-text.ts';
import { findProposal, type ProposalRow, saveProposal } from '../../store/proposals.ts';
import { heldCycle } from '../cycle/cycle-of.ts';
import { openProposal } from './decided-grades.ts';
import { announceProposal, proposalRecord } from './proposal-record.ts';

const found = async (call: EvaluationCall, id: string): Promise<ProposalRow> => {
  const row = await findProposal(call.tx, id);
  if (row === undefined) throw problem('NOT_FOUND', { what: '等次建议' });
  return row;
};

/**
 * Settles one tie of a proposal, and keeps the choice with its reason, document and day. TIE_CHOICE_UNFIT, STATE_CONFLICT where none is
 * left or the proposal is superseded or decided, DOCUMENT_UNKNOWN.
 */
export const breakTie: EvaluationHandler<'breakTie'> = async ({ path, body }, call) => {
  const seen = await found(call, path.proposalId);
  const { today } = await heldCycle(call, seen.cycle_id);
  const row = await found(call, path.proposalId);
  call.requireVersion(row.version);
  const { state, quota, ties, grades } = taken(decide(openProposal(row), body.teamIds));
  await requireDocuments(call, row.county, [body.documentId]);
  const saved = await saveProposal(call.tx, row, {
    state,
    quota: jsonText(quota),
    ties: jsonText(ties),
    tie_breaks: jsonText([...row.tie_breaks, { ...body, brokenOn: today }]),
    grades: jsonText(grades),
  });
  await announceProposal(call, saved);
  call.about(saved.id, saved.county);
  return { status: 200, body: proposalRecord(saved), etag: etagOf(saved.version) };
};
