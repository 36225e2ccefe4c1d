// Logs as JSON lines: ids only, never names, tokens or bodies.
import { type Logger, pino, stdTimeFunctions } from 'pino';

/** How much is logged. */
export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What must never reach a log, wherever a library puts it. */
const redacted = [
  'authorization',
  '*.authorization',
  'headers.authorization',
  'params',
  '*.params.body',
  'body',
  'token',
  '*.token',
  '*.password',
];

/** Opens the log of a process. `destination` is standard output unless a test or the embedded start gives another file descriptor. */
export const createLogger = (settings: {
  readonly service: string;
  readonly level: LogLevel;
  readonly destination?: number | string;
}): Logger =>
  pino(
    {
      level: settings.level,
      base: { process: settings.service },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: redacted, censor: '[redacted]' },
      hooks: {
        // Moleculer logs `error("text", error)`: pino would drop the error, since it wants the object first.
        logMethod(this: Logger, args, method) {
          const [first, second, ...rest] = args as unknown[];
          if (typeof first === 'string' && second instanceof Error)
            Reflect.apply(method, this, [{ err: second }, first, ...rest]);
          else Reflect.apply(method, this, args);
        },
      },
    },
    pino.destination({ dest: settings.destination ?? 1, sync: false, minLength: 0 }),
  );
