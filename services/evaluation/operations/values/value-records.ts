// Signatures and confirmations as the contract shows them.
import type { Schemas } from '../../handler.ts';
import type { ConfirmationRow } from '../../store/value-confirmations.ts';
import type { SignatureRow } from '../../store/value-signatures.ts';

/** The record of a signature. */
export const signatureRecord = (row: SignatureRow): Schemas['ValueSignature'] => ({
  id: row.id,
  cycleId: row.cycle_id,
  organisationId: row.organisation_id,
  elementCodes: row.element_codes,
  signedOn: row.signed_on,
  signedBy: row.signed_by,
  position: row.position === null ? null : Number(row.position),
});

/** The record of what a unit said. */
export const confirmationRecord = (row: ConfirmationRow): Schemas['ValueConfirmation'] => ({
  id: row.id,
  cycleId: row.cycle_id,
  unitId: row.unit_id,
  placeId: row.place_id,
  outcome: row.outcome === 'disputed' ? 'disputed' : 'confirmed',
  disputes: row.disputes as Schemas['ValueDispute'][],
  saidOn: row.said_on,
  saidBy: row.said_by,
});
