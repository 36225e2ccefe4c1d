// What becomes of a batch, by its counts and by what its sender chose.

/** What the sender chose for a batch with bad rows. */
export type BatchMode = 'keep-good' | 'all-or-nothing';

/** What was found in a batch. */
export type BatchFindings = { readonly rows: number; readonly rejected: number };

/** What became of a batch. */
export type BatchState = 'accepted' | 'partly-accepted' | 'refused';

/** How a batch is taken: what it is called after, and whether its good rows are stored. */
export type BatchOutcome = { readonly state: BatchState; readonly keeps: boolean };

/**
 * Decides on a batch. One bad row refuses an all-or-nothing batch whole; a batch whose rows are all bad is refused in both
 * modes.
 */
export const decideBatch = (mode: BatchMode, { rows, rejected }: BatchFindings): BatchOutcome => {
  if (rejected === 0) return { state: 'accepted', keeps: true };
  if (mode === 'all-or-nothing' || rejected === rows) return { state: 'refused', keeps: false };
  return { state: 'partly-accepted', keeps: true };
};
