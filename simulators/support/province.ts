// A started province for a spec, with a caller that holds a valid token and checks every answer against the contract.
import { pino } from 'pino';
import provinceContract from '#contracts/generated/partner-province.json' with { type: 'json' };
import { type Operation, readContract } from '../http/contract.ts';
import { type RunningPartner, startProvince } from '../province/start.ts';
import { type SpecIssuer, startSpecIssuer } from './issuer.ts';

export type Answer = { readonly status: number; readonly body: unknown; readonly media: string };

export type SpecProvince = {
  readonly partner: RunningPartner;
  readonly issuer: SpecIssuer;
  /** Calls the API with a valid token, and throws when the answer is not one of the contract's. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls the control port. */
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
};

const operations: readonly Operation[] = readContract(provinceContract);

/** What is wrong with an answer by the contract of its operation; empty when it fits. */
export const contractFaults = (
  all: readonly Operation[],
  method: string,
  path: string,
  { status, media, body }: Answer,
): readonly unknown[] => {
  const operation = all.find((one) => one.method === method && one.pattern.test(path.replace(/\?.*$/, '')));
  if (operation === undefined) return ['no such operation'];
  const range = `${Math.floor(status / 100)}XX`;
  const check = operation.answers.get(`${status} ${media}`) ?? operation.answers.get(`${range} ${media}`);
  return check === undefined ? [`no answer ${status} ${media}`] : check(body);
};

const request = async (
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, ...sent });
  const text = await response.text();
  const media = (response.headers.get('content-type') ?? '').replace(/;.*$/, '');
  return {
    status: response.status,
    media,
    body: /[/+]json$/.test(media) && text !== '' ? (JSON.parse(text) as unknown) : text,
  };
};

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
    call: async (method, path, body) => {
      const answer = await request(`${partner.url}/api/v1${path}`, method, body, { authorization: `Bearer ${token}` });
      const wrong =
        answer.media === 'application/x-ndjson' ? [] : contractFaults(operations, method, `/api/v1${path}`, answer);
      if (wrong.length > 0) throw new Error(`${method} ${path} → ${answer.status}: ${JSON.stringify(wrong)}`);
      return answer;
    },
    control: (method, path, body) => request(`${partner.controlUrl}/control${path}`, method, body, {}),
    stop: async () => {
      await Promise.all([partner.stop(), issuer.stop()]);
    },
  };
};
