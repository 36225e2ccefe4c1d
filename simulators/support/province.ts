// A started province for a spec, with a caller that holds a valid token and checks every answer against the contract.
import { pino } from 'pino';
import provinceContract from '#contracts/generated/partner-province.json' with { type: 'json' };
import provinceControlContract from '#contracts/generated/partner-province-control.json' with { type: 'json' };
import type { RunningPartner } from '../partner/partner.ts';
import { startProvince } from '../province/start.ts';
import { type Answer, answerCheck, call } from './call.ts';
import { type SpecIssuer, startSpecIssuer } from './issuer.ts';

export type SpecProvince = {
  readonly partner: RunningPartner;
  readonly issuer: SpecIssuer;
  /** Calls the API with a valid token; throws when the answer is not one of the contract's. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls the control port; throws when the answer is not one of its contract's. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
};

const checked = answerCheck(provinceContract);
const controlChecked = answerCheck(provinceControlContract);

/** Starts issuer and province on free ports. */
export const startSpecProvince = async (options: { journalFile?: string } = {}): Promise<SpecProvince> => {
  const issuer = await startSpecIssuer({ id: 'svc-integration', secret: 'geheim', roles: ['service:integration'] });
  const partner = await startProvince({
    host: '127.0.0.1',
    port: 0,
    controlPort: 0,
    seed: 1,
    token: { issuer: issuer.issuer, audience: 'jixiao', role: 'service:integration' },
    logger: pino({ level: 'silent' }),
    ...options,
  });
  const token = await issuer.token();
  return {
    partner,
    issuer,
    call: async (method, path, body) =>
      checked(method, `/api/v1${path}`, await call(`${partner.url}/api/v1${path}`, method, body, token)),
    control: async (method, path, body) =>
      controlChecked(method, `/control${path}`, await call(`${partner.controlUrl}/control${path}`, method, body)),
    stop: async () => {
      await Promise.all([partner.stop(), issuer.stop()]);
    },
  };
};
