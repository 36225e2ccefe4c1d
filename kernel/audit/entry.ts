// What an audit entry says, and the bytes that stand for it.
import { canonicalJson } from '#kernel/values/canonical-json.ts';

/** Who did what to which record, and how it ended. Pseudonyms and ids only: names stay where they are encrypted. */
export interface AuditEntry {
  /** The tenant concerned; null for what concerns none. */
  readonly county: string | null;
  /** The audit event of the contract (`x-audit`), in kebab-case. */
  readonly event: string;
  readonly operation: string;
  /** The subject of the token. */
  readonly subject: string;
  /** The client that the token was given to. */
  readonly client: string;
  readonly recordId: string | null;
  readonly outcome: 'done' | 'refused';
  /** The problem's code, of a refusal. */
  readonly code: string | null;
  readonly traceId: string;
}

/** The canonical bytes (RFC 8785) of an entry recorded at an instant: the chain's hashes are taken of these. */
export const auditBytes = (entry: AuditEntry, recordedAt: Date): Buffer =>
  Buffer.from(canonicalJson({ ...entry, recordedAt: recordedAt.toISOString() }), 'utf8');
