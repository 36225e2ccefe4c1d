// The management port of a process: health and measurements, apart from the port that people and partners use.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from '#kernel/metrics/metrics.ts';
import type { Readiness } from './readiness.ts';

/** A listening management port. */
export interface ManagementServer {
  readonly url: string;
  close(): Promise<void>;
}

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
};

const respond = async (
  path: string,
  response: ServerResponse,
  readiness: Readiness,
  metrics: Metrics,
): Promise<void> => {
  if (path === '/health/live') return answer(response, 200, 'application/json', '{"status":"OK"}');
  if (path === '/health/ready') {
    const report = await readiness();
    return answer(response, report.ready ? 200 : 503, 'application/json', JSON.stringify(report));
  }
  if (path === '/metrics') return answer(response, 200, metrics.registry.contentType, await metrics.registry.metrics());
  return answer(response, 404, 'text/plain', 'Not found');
};

/** Opens the port. It serves `/health/live`, `/health/ready` and `/metrics`, and nothing that tells of data. */
export const openManagementServer = async (settings: {
  readonly host: string;
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}): Promise<ManagementServer> => {
  const { host, port, readiness, metrics } = settings;
  const server = createServer((request, response) => {
    respond(request.url ?? '', response, readiness, metrics).catch((error: unknown) => {
      answer(response, 500, 'text/plain', error instanceof Error ? error.message : 'failed');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
