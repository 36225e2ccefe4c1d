// Why a service's process ended, in one sentence for its operator, and the exit code that says the same to a script.
import { ConfigError } from '#kernel/config/read.ts';
import { SchemaTooNew } from '#kernel/database/migrate.ts';
import { exitCodes } from './exit-codes.ts';

/** What an operator reads, and the code that the process ends with. */
export interface Explanation {
  readonly sentence: string;
  readonly exitCode: number;
}

const unreachableCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  // PostgreSQL says that it can't take a connection now: too many, starting up, shutting down.
  '53300',
  '57P03',
]);
/** PostgreSQL's answers to a role, a password or a database name that it does not know. */
const refusedCodes: ReadonlySet<string> = new Set(['28P01', '28000', '3D000']);
const causesRead = 8;

const field = (error: unknown, name: string): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** The error, its causes, and the members of those that stand for several: the one with a code may lie deep. */
const chainOf = (error: unknown): unknown[] => {
  const chain: unknown[] = [error];
  for (let at = 0; at < chain.length && chain.length < causesRead; at += 1) {
    const each = chain[at];
    if (each instanceof AggregateError) chain.push(...(each.errors as unknown[]));
    if (each instanceof Error && each.cause !== undefined) chain.push(each.cause);
  }
  return chain;
};

const recognised = (error: unknown): Explanation | undefined => {
  if (error instanceof ConfigError) return { sentence: error.message, exitCode: exitCodes.config };
  if (error instanceof SchemaTooNew) return { sentence: error.message, exitCode: exitCodes.schemaTooNew };
  const code = field(error, 'code');
  if (field(error, 'syscall') === 'listen') {
    const what = code === 'EADDRINUSE' ? 'is taken' : `can not be used (${code})`;
    return {
      sentence: `The port ${field(error, 'port')} of ${field(error, 'address')} ${what}: choose another one, or 0 for any.`,
      exitCode: exitCodes.port,
    };
  }
  if (refusedCodes.has(code)) {
    const sentence = `PostgreSQL refuses the address in the configuration: ${field(error, 'message')}.`;
    return { sentence, exitCode: exitCodes.config };
  }
  if (unreachableCodes.has(code)) {
    const where = [field(error, 'address') || field(error, 'hostname'), field(error, 'port')].filter(Boolean).join(':');
    const at = where === '' ? '' : ` at ${where}`;
    const sentence = `A server that this process stands on can not be reached${at} (${code}). Start it, or correct its address.`;
    return { sentence, exitCode: exitCodes.unavailable };
  }
  return undefined;
};

/** Explains what ended a process. What nobody foresaw keeps its stack trace, since a developer must read it. */
export const explainEnd = (error: unknown): Explanation => {
  for (const each of chainOf(error)) {
    const explanation = recognised(each);
    if (explanation !== undefined) return explanation;
  }
  const sentence = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { sentence, exitCode: exitCodes.software };
};
