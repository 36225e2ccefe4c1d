// Runs a simulated partner as a process: it logs its addresses, ends on a signal, and explains in one sentence why it could not start.
import { type Logger, pino } from 'pino';
import { ConfigError } from '#kernel/config/read.ts';
import { exitCodes } from '#kernel/process/exit-codes.ts';
import type { RunningPartner } from './partner.ts';

const reasonOf = (error: unknown): { readonly sentence: string; readonly code: number } => {
  if (error instanceof ConfigError) return { sentence: error.message, code: exitCodes.config };
  const { code = '', port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return { sentence: `Port ${port} is taken: choose another one.`, code: exitCodes.port };
  if (code === 'EACCES')
    return { sentence: `Port ${port} or the journal's file may not be used.`, code: exitCodes.permission };
  return { sentence: `The simulation could not start: ${String(error)}`, code: exitCodes.software };
};

/** Starts a partner and keeps it running until SIGTERM or SIGINT. */
export const runPartner = async (name: string, start: (logger: Logger) => Promise<RunningPartner>): Promise<void> => {
  const logger = pino({ base: { service: name } });
  try {
    const partner = await start(logger);
    logger.info({ url: partner.url, controlUrl: partner.controlUrl }, 'The simulated partner listens');
    const stop = (): void => {
      void partner.stop().then(() => process.exit(exitCodes.ok));
    };
    process.once('SIGTERM', stop).once('SIGINT', stop);
  } catch (error) {
    const { sentence, code } = reasonOf(error);
    process.stderr.write(`${sentence}\n`);
    process.exitCode = code;
  }
};
