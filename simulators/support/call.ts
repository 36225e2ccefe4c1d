// One HTTP call of a spec, and whether its answer fits a contract.
import type { Operation } from '../http/contract.ts';

export type Answer = { readonly status: number; readonly body: unknown; readonly media: string };

/** Calls an address with a JSON body; the answer's body is parsed where it is JSON, and text where it is not. */
export const call = async (url: string, method: string, body: unknown, token?: string): Promise<Answer> => {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...authorization },
    ...sent,
  });
  const text = await response.text();
  const media = (response.headers.get('content-type') ?? '').replace(/;.*$/, '');
  const isJson = /[/+]json$/.test(media) && text !== '';
  return { status: response.status, media, body: isJson ? (JSON.parse(text) as unknown) : text };
};

/** What is wrong with an answer by the contract of its operation; empty when it fits. A stream's lines are not looked at. */
export const contractFaults = (
  operations: readonly Operation[],
  method: string,
  path: string,
  { status, media, body }: Answer,
): readonly unknown[] => {
  const operation = operations.find((one) => one.method === method && one.pattern.test(path.replace(/\?.*$/, '')));
  if (operation === undefined) return ['no such operation'];
  const check =
    operation.answers.get(`${status} ${media}`) ?? operation.answers.get(`${Math.floor(status / 100)}XX ${media}`);
  if (check === undefined) return [`no answer ${status} ${media}`];
  return media === 'application/x-ndjson' ? [] : check(body);
};
