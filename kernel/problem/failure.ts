// What an error of any origin means to a caller: a refusal of the closed list, and whether it is worth another try.
import { DatabaseError } from '#kernel/database/pg.ts';
import { ValueError } from '#kernel/values/value-error.ts';
import { Problem, problem } from './problem.ts';

/** SQLSTATE classes that mean «the same transaction may succeed when it is run again». */
const repeatable = new Set(['40001', '40P01']);
const lockNotAvailable = '55P03';
const queryCanceled = '57014';
const storageFull = new Set(['53100', '58030']);
const unavailable = new Set(['57P01', '57P02', '57P03', '53300', '08000', '08001', '08003', '08004', '08006']);
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether a transaction that failed with this error may be run again as it is. */
export const isRepeatable = (error: unknown): boolean =>
  error instanceof DatabaseError && repeatable.has(codeOf(error));

const isConnectionLoss = (error: unknown): boolean =>
  networkCodes.has(codeOf(error)) ||
  (error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    ));

/**
 * The refusal that an error becomes. A text of the database or of a library never reaches the caller: what is not known
 * here is INTERNAL, with the error as its cause for the log.
 */
export const refusalOf = (error: unknown, service: string): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof ValueError) {
    if (error.code === 'CALENDAR_YEAR_UNKNOWN') return problem('CALENDAR_YEAR_UNKNOWN', error.params, { cause: error });
    return problem(
      'VALUE_INVALID',
      { field: String(error.params['field'] ?? error.params['value'] ?? ''), reason: error.code },
      { cause: error },
    );
  }
  const code = codeOf(error);
  if (storageFull.has(code) || code === 'ENOSPC') return problem('STORAGE_FULL', {}, { cause: error });
  if (
    code === lockNotAvailable ||
    code === queryCanceled ||
    unavailable.has(code) ||
    repeatable.has(code) ||
    isConnectionLoss(error)
  ) {
    return problem('SERVICE_UNAVAILABLE', { service }, { cause: error });
  }
  return problem('INTERNAL', {}, { cause: error });
};
