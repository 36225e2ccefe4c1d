// The closed list of reasons why a local PostgreSQL could not be started, for programs that explain them to a person.

export type PostgresFailureReason =
  /** The platform has no binaries, or npm did not install them. */
  | 'NO_BINARIES'
  /** The account that must run the server can't be made or taken on. */
  | 'NO_ACCOUNT'
  /** A folder can't be written or entered. */
  | 'NO_PERMISSION'
  /** The disk is full. */
  | 'NO_SPACE'
  /** The data were made by another major version of PostgreSQL. */
  | 'OTHER_VERSION'
  /** Another server holds the same data and would not stop. */
  | 'STILL_RUNNING'
  /** The server ended, or gave no answer in time. */
  | 'NO_ANSWER';

/** A local PostgreSQL that did not start: `reason` is for programs, `message` for people, `log` the server's last words. */
export class PostgresFailure extends Error {
  readonly reason: PostgresFailureReason;
  readonly log: string;

  constructor(reason: PostgresFailureReason, message: string, options: { cause?: unknown; log?: string } = {}) {
    super(message, { cause: options.cause });
    this.name = 'PostgresFailure';
    this.reason = reason;
    this.log = options.log ?? '';
  }
}

/** Turns an error of the file system or of a child process into a failure with a reason; others keep `NO_ANSWER`. */
export function failureOf(error: unknown, what: string, log = ''): PostgresFailure {
  if (error instanceof PostgresFailure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new PostgresFailure(reasonOf(code, log), `${what}${code === '' ? '' : ` (${code})`}`, { cause: error, log });
}

function reasonOf(code: string, log: string): PostgresFailureReason {
  if (
    code === 'ENOSPC' ||
    code === 'EDQUOT' ||
    /No space left on device|Disk quota exceeded|Check free disk space/.test(log)
  )
    return 'NO_SPACE';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || /Permission denied/.test(log))
    return 'NO_PERMISSION';
  if (/database files are incompatible with server/.test(log)) return 'OTHER_VERSION';
  return 'NO_ANSWER';
}
