// A simulated partner: an API with sign-in and faults on one port, its control on another.
import type { Logger } from 'pino';
import type { Contract } from '../http/routes.ts';
import { startServer } from '../http/server.ts';
import type { TokenSettings } from './access-token.ts';
import type { AnyFault, Faults } from './transport-faults.ts';

export type PartnerSettings = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly controlPort: number;
  /** The tokens that the API accepts. */
  readonly token: TokenSettings;
  /** Another seed is another partner: same places, other values and persons. */
  readonly seed: number;
  /** The file of the journal; without it a restart forgets everything. */
  readonly journalFile?: string;
  readonly logger: Logger;
};

export type RunningPartner = { readonly url: string; readonly controlUrl: string; stop(): Promise<void> };

type Parts<F extends AnyFault> = {
  readonly settings: PartnerSettings;
  readonly authenticate: (authorization: string | undefined) => Promise<void>;
  readonly faults: Faults<F>;
  readonly contract: Contract;
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly controlContract: Contract;
  readonly controlHandlers: (calls: () => Readonly<Record<string, number>>) => Readonly<Record<string, unknown>>;
};

/** Starts the API and the control port; when the second can't be started the first is stopped again. */
export const startPartner = async <F extends AnyFault>(parts: Parts<F>): Promise<RunningPartner> => {
  const { settings, faults } = parts;
  const { host, logger } = settings;
  const api = await startServer({
    contract: parts.contract,
    handlers: parts.handlers,
    host,
    port: settings.port,
    authenticate: parts.authenticate,
    strike: (operationId) => faults.strike(operationId),
    onRelease: (release) => faults.onRemoval(release),
    logger,
  });
  const control = await startServer({
    contract: parts.controlContract,
    handlers: parts.controlHandlers(() => api.calls()),
    host,
    port: settings.controlPort,
    logger,
  }).catch(async (error: unknown) => {
    await api.stop();
    throw error;
  });
  return {
    url: api.url,
    controlUrl: control.url,
    stop: async () => {
      await Promise.all([api.stop(), control.stop()]);
    },
  };
};
