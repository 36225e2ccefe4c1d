// The columns of a recorded decision are read as they were entered, and as its release wrote them.
import { expect, test } from 'vitest';
import { isoDate } from '#kernel/values/date.ts';
import { type EntryColumns, entryOf, releaseColumns } from './decision-row.ts';

const recorded: EntryColumns = {
  state: 'recorded',
  organ: '瑞安市考核工作委员会（虚构）',
  document_id: '5f0c3c3e-52a5-5c8f-9d5e-3f6c1f2b7a10',
  decided_on: '2025-01-09',
  attachment_digest: 'c'.repeat(64),
  recorded_on: '2025-01-10',
  recorded_by: 'recorder',
  released_on: null,
  released_by: null,
};

test('an entry that nobody released has neither day nor person of a release', () => {
  expect(entryOf(recorded)).toEqual({
    state: 'recorded',
    decision: {
      organ: recorded.organ,
      documentId: recorded.document_id,
      decidedOn: '2025-01-09',
      attachmentDigest: recorded.attachment_digest,
    },
    recordedOn: '2025-01-10',
    recordedBy: 'recorder',
    releasedOn: null,
    releasedBy: null,
  });
});

test('a release is written into its own columns alone, and read as it was written', () => {
  const entry = { ...entryOf(recorded), releasedOn: isoDate('2025-01-11'), releasedBy: 'releaser' };
  const columns = releaseColumns({ ...entry, state: 'released' });
  expect(columns).toEqual({ state: 'released', released_on: '2025-01-11', released_by: 'releaser' });
  expect(entryOf({ ...recorded, ...columns })).toEqual({ ...entry, state: 'released' });
});
