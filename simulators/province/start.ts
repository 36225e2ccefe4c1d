// The simulated provincial platform as one thing to start: its API on one port, its control on another.
import type { Logger } from 'pino';
import provinceContract from '#contracts/generated/partner-province.json' with { type: 'json' };
import provinceControlContract from '#contracts/generated/partner-province-control.json' with { type: 'json' };
import { openDirectory } from '../directory-data/directory.ts';
import { type TokenSettings, tokenCheck } from '../http/access-token.ts';
import { readContract } from '../http/contract.ts';
import { startServer } from '../http/server.ts';
import { provinceControl } from './control.ts';
import { provinceHandlers } from './handlers.ts';
import { openState } from './state.ts';

export type ProvinceSettings = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly controlPort: number;
  readonly token: TokenSettings;
  /** Another seed is another province: same places, other values. */
  readonly seed: number;
  /** A file that keeps day, planted data and received results over restarts; in memory only when absent. */
  readonly journalFile?: string;
  readonly logger: Logger;
};

export type RunningPartner = { readonly url: string; readonly controlUrl: string; stop(): Promise<void> };

/** Starts both servers. `url` and `controlUrl` are origins; the contracts' server paths (/api/v1, /control) follow them. */
export const startProvince = async (settings: ProvinceSettings): Promise<RunningPartner> => {
  const { host, logger } = settings;
  const state = openState(settings.journalFile);
  const deps = { directory: openDirectory(), seed: settings.seed, state };
  const api = await startServer({
    operations: readContract(provinceContract),
    handlers: provinceHandlers(deps),
    host,
    port: settings.port,
    authenticate: tokenCheck(settings.token),
    strike: (operationId) => state.faults.strike(operationId),
    onRelease: (release) => state.faults.onRemoval(release),
    logger,
  });
  const control = await startServer({
    operations: readContract(provinceControlContract),
    handlers: provinceControl(state, () => api.calls()),
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
