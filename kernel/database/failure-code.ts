// What the code or the message of an error says of the database and the network: said once, and read by whoever must decide.

/** The code of an error, of PostgreSQL (SQLSTATE, five characters) or of the system; empty where it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The network or the name service refused: the other side may be there again in a moment. */
export const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Serialization failure and deadlock: the same transaction may succeed when it is run again. */
const repeatCodes: ReadonlySet<string> = new Set(['40001', '40P01']);
/** Classes of SQLSTATE: connection exceptions, and the operator's interventions such as a shutdown. */
const lostClasses: readonly string[] = ['08', '57P'];
/** The driver gives some losses no code at all. */
const lostMessages: readonly RegExp[] = [
  /connection (?:terminated|ended)/i,
  /client (?:has encountered a connection error|was closed)/i,
  /timeout exceeded when trying to connect|query read timeout/i,
];
const sqlStateLength = 5;

const startsWithAny = (code: string, starts: readonly string[]): boolean =>
  code.length === sqlStateLength && starts.some((start) => code.startsWith(start));

/** Whether a transaction that failed with this error may be run again as it is. */
export const isRepeatable = (error: unknown): boolean => repeatCodes.has(codeOf(error));

/** Whether the connection was lost, or none could be had. */
export const isConnectionLoss = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return (
    networkCodes.has(code) ||
    startsWithAny(code, lostClasses) ||
    (code === '' && lostMessages.some((lost) => lost.test(error.message)))
  );
};

/** No resources, a lock that was not granted in time, a statement that ran out of time, an I/O error: they may pass. */
export const mayPass = (error: unknown): boolean => startsWithAny(codeOf(error), ['53', '55P03', '57014', '58']);
