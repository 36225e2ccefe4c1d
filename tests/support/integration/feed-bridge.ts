// The addresses of the feed over HTTP for the HR system of a spec, straight into the admission of the service under test.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** Answers a question of the HR system. */
export type AskFeed = (
  operationId: 'listFeedRecords' | 'sendFeedReceipt' | 'acknowledgeFeedRecords',
  question: {
    readonly path: Record<string, string>;
    readonly query: Record<string, string>;
    readonly body?: unknown;
    readonly idempotencyKey?: string;
  },
) => Promise<{ readonly status: number; readonly body: unknown; readonly code: string | undefined }>;

/** A listening bridge. */
export interface FeedBridge {
  readonly url: string;
  /** Says whom to ask; before it every call is refused. */
  connect(ask: AskFeed): void;
  stop(): Promise<void>;
}

const questionOf = async (request: IncomingMessage): Promise<Parameters<AskFeed>> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const path = { feed: /\/feeds\/([a-z]+)\//.exec(url.pathname)?.[1] ?? '' };
  const query = Object.fromEntries(url.searchParams);
  if (request.method === 'GET') return ['listFeedRecords', { path, query }];
  const key = request.headers['idempotency-key'];
  const idempotencyKey = typeof key === 'string' ? { idempotencyKey: key } : {};
  const operationId = url.pathname.endsWith('/receipts') ? 'sendFeedReceipt' : 'acknowledgeFeedRecords';
  return [operationId, { path, query, body: await json(request), ...idempotencyKey }];
};

/** Starts the bridge on a free port. */
export const startFeedBridge = async (): Promise<FeedBridge> => {
  let ask: AskFeed | undefined;
  const server = createServer((request, response) => {
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    questionOf(request)
      .then((question) => ask?.(...question))
      .then((answer) => reply(answer?.status ?? 503, answer?.code === undefined ? answer?.body : { code: answer.code }))
      .catch(() => reply(500, {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connect: (to) => {
      ask = to;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
