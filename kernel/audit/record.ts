// Writing the audit entry of a command, in the command's own transaction (design: audit at speed).
import { type QueryExecutorProvider, sql } from 'kysely';
import { type AuditEntry, auditBytes } from './entry.ts';

/**
 * Writes an entry. It commits or rolls back with what it tells of; its place in the chain follows after the commit, so that
 * no lock queues the commands of a service.
 */
export const recordAudit = async (
  tx: QueryExecutorProvider,
  entry: AuditEntry,
  now: () => Date = () => new Date(),
): Promise<void> => {
  const recordedAt = now();
  await sql`
    insert into audit_entry (county, event, recorded_at, body)
    values (${entry.county}, ${entry.event}, ${recordedAt}, ${auditBytes(entry, recordedAt)})`.execute(tx);
};
