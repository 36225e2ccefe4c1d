// One HTTP call of a spec, and the check of its answer against a contract.
import { type Contract, openSchemas, toRoutes } from '../http/routes.ts';

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

const toRows = (text: unknown): readonly unknown[] =>
  String(text)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

/** A check of answers against a contract: it throws when status, media type, body or a row of a stream is not the contract's. */
export const answerCheck = (contract: Contract): ((method: string, path: string, answer: Answer) => Answer) => {
  const compile = openSchemas(contract, { coerceTypes: false });
  const routes = toRoutes(contract).map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.url.replaceAll(/:\w+/g, '[^/]+')}$`),
  }));
  return (method, path, answer) => {
    const { status, media, body } = answer;
    const called = path.replace(/\?.*$/, '');
    const answers = routes.find((one) => one.method === method && one.pattern.test(called))?.schema.response;
    const declared = answers?.[status] ?? answers?.[`${Math.floor(status / 100)}XX`];
    if (declared !== undefined && Object.keys(declared.content).length === 0 && body === '') return answer;
    const content = declared?.content[media];
    if (content === undefined) throw new Error(`${method} ${path}: the contract has no answer ${status} ${media}`);
    const fits = compile(content.schema);
    const wrong = (media === 'application/x-ndjson' ? toRows(body) : [body]).find((one) => !fits(one));
    if (wrong !== undefined) throw new Error(`${method} ${path} → ${status}: ${JSON.stringify(fits.errors)}`);
    return answer;
  };
};
