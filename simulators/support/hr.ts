// A started HR system for a spec, with the feed that it reads and an issuer for both.
import { pino } from 'pino';
import hrContract from '#contracts/generated/partner-hr.json' with { type: 'json' };
import hrControlContract from '#contracts/generated/partner-hr-control.json' with { type: 'json' };
import { startHr } from '../hr/start.ts';
import type { RunningPartner } from '../partner/partner.ts';
import { type Answer, answerCheck, call } from './call.ts';
import { type SpecFeed, startSpecFeed } from './feed.ts';
import { type SpecIssuer, startSpecIssuer } from './issuer.ts';

export type SpecHr = {
  readonly partner: RunningPartner;
  readonly issuer: SpecIssuer;
  readonly feed: SpecFeed;
  /** Calls the API with a valid token; throws when the answer is not one of the contract's. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls the control port; throws when the answer is not one of its contract's. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends the HR system and starts it again with the same journal. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const checked = answerCheck(hrContract);
const controlChecked = answerCheck(hrControlContract);

/** Starts issuer, feed and HR system on free ports. */
export const startSpecHr = async (options: { journalFile?: string } = {}): Promise<SpecHr> => {
  const issuer = await startSpecIssuer({ id: 'hr-system', secret: 'geheim&+', roles: ['hr_system'] });
  const feed = await startSpecFeed(issuer.issuer);
  const start = (): Promise<RunningPartner> =>
    startHr({
      host: '127.0.0.1',
      port: 0,
      controlPort: 0,
      seed: 1,
      token: { issuer: issuer.issuer, audience: 'jixiao', role: 'service:integration' },
      integrationUrl: feed.url,
      client: { tokenUrl: issuer.tokenUrl, clientId: 'hr-system', clientSecret: 'geheim&+' },
      logger: pino({ level: 'silent' }),
      ...options,
    });
  let partner = await start();
  const token = await issuer.token();
  return {
    get partner() {
      return partner;
    },
    issuer,
    feed,
    call: async (method, path, body) =>
      checked(method, `/api/v1${path}`, await call(`${partner.url}/api/v1${path}`, method, body, token)),
    control: async (method, path, body) =>
      controlChecked(method, `/control${path}`, await call(`${partner.controlUrl}/control${path}`, method, body)),
    restart: async () => {
      await partner.stop();
      partner = await start();
    },
    stop: async () => {
      await Promise.all([partner.stop(), feed.stop(), issuer.stop()]);
    },
  };
};
