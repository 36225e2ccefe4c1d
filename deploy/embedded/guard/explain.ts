// Any error of a start or a run, turned into one of the sentences: what happened and what to do, never a stack trace.
import { PostgresFailure } from '#tools/postgres/failure.ts';
import { StartFailure } from './sentences.ts';

/** What the sentences name: the data folder, and the file of details. */
export type Circumstances = { readonly dataFolder: string; readonly logFile: string };

// SQLSTATE 53100 is PostgreSQL's disk_full; ENOSPC and EDQUOT are the system's.
const fullCodes = new Set(['ENOSPC', 'EDQUOT', '53100']);
const permissionCodes = new Set(['EACCES', 'EPERM', 'EROFS']);
const causesRead = 8;

/** The failure that explains an error best; causes are searched too, since a full disk hides under other errors. */
export function explain(error: unknown, circumstances: Circumstances): StartFailure {
  for (const each of chainOf(error)) {
    const known = recognise(each, circumstances);
    if (known !== undefined) return known;
  }
  const what = error instanceof Error ? firstLine(error.message) : firstLine(String(error));
  return new StartFailure('UNEXPECTED', { what, log: circumstances.logFile }, error);
}

function recognise(error: Error, at: Circumstances): StartFailure | undefined {
  if (error instanceof StartFailure) return error;
  if (error instanceof PostgresFailure) return ofPostgres(error, at);
  if (error.constructor.name === 'SchemaTooNew') return new StartFailure('SCHEMA_TOO_NEW', {}, error);
  const code = textOf(error, 'code');
  if (fullCodes.has(code)) return new StartFailure('DISK_FULL', {}, error);
  if (textOf(error, 'syscall') === 'listen') {
    const port = textOf(error, 'port');
    if (code === 'EADDRINUSE') return new StartFailure('PORT_TAKEN', { port }, error);
    if (code === 'EACCES') return new StartFailure('PORT_FORBIDDEN', { port }, error);
  }
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new StartFailure('NOT_A_FOLDER', { folder: at.dataFolder }, error);
  if (!permissionCodes.has(code)) return undefined;
  return new StartFailure('NO_PERMISSION', { what: textOf(error, 'path') || at.dataFolder }, error);
}

function ofPostgres(error: PostgresFailure, at: Circumstances): StartFailure {
  switch (error.reason) {
    case 'NO_BINARIES':
      return new StartFailure('NO_BINARIES', { platform: `${process.platform}-${process.arch}` }, error);
    case 'NO_ACCOUNT':
      return new StartFailure('NO_ACCOUNT', {}, error);
    case 'NO_PERMISSION':
      return new StartFailure('NO_PERMISSION', { what: at.dataFolder }, error);
    case 'NO_SPACE':
      return new StartFailure('DISK_FULL', {}, error);
    case 'OTHER_VERSION':
      return new StartFailure('OTHER_VERSION', { folder: at.dataFolder }, error);
    case 'STILL_RUNNING':
      return new StartFailure('DATABASE_STUCK', { detail: error.message }, error);
    case 'NO_ANSWER':
      return new StartFailure('DATABASE_FAILED', { log: at.logFile }, error);
  }
}

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && chain.length < causesRead) {
    const next = waiting.shift();
    if (!(next instanceof Error)) continue;
    chain.push(next);
    waiting.push(next.cause, ...(next instanceof AggregateError ? next.errors : []));
  }
  return chain;
}

function textOf(error: Error, name: string): string {
  const value: unknown = Object.entries(error).find(([key]) => key === name)?.[1];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
