// The internal port keeps what the gateway promises: nothing is read before it is wanted, and what nobody wants is refused.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { dispatchStreamTo } from './internal-client.ts';
import { type InternalServer, openInternalServer, requestHeader } from './internal-server.ts';
import type { Admission, OperationRequest, Reply } from './request.ts';

const operations = operationsOf('indicators', contractOf('indicators'));
const named = (operationId: string): OperationContract => {
  const operation = operations.find((one) => one.operationId === operationId);
  if (operation === undefined) throw new Error(`${operationId} is not in the contract.`);
  return operation;
};
const request: OperationRequest = { path: {}, query: {} };
const json: OperationRequest = { ...request, contentType: 'application/json' };

let server: InternalServer;
let answer: (admission: Admission) => Promise<Reply>;
const lines: { readonly level: number; readonly code?: string; readonly err?: unknown }[] = [];
const logging = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    lines.push(JSON.parse(chunk.toString()) as (typeof lines)[number]);
    done();
    logging.emit('logged');
  },
});

beforeAll(async () => {
  server = await openInternalServer({ host: '127.0.0.1', port: 0, logger: pino({ level: 'info' }, logging) });
  server.serve('indicators', operations, {
    admit: (_operation, admission) => answer(admission),
    precheck: () => Promise.resolve(true),
  });
});
afterAll(() => server.close());

const dispatch = (operationId: string, asked: OperationRequest, body: Readable): Promise<Reply> =>
  dispatchStreamTo(() => server.url)(named(operationId), asked, {}, body);
const echo = (admission: Admission): Promise<Reply> => Promise.resolve({ status: 200, body: admission.request });

describe('an operation without a body', () => {
  test('is answered where none comes, as when its answer was too large for the bus', async () => {
    answer = echo;
    expect(await dispatch('listObservations', request, Readable.from([]))).toEqual({
      status: 200,
      body: { ...request, isBodyUnexpected: false },
    });
  });

  test('is given over as one with a body that nobody expects where one comes', async () => {
    answer = echo;
    expect(await dispatch('listObservations', request, Readable.from([Buffer.from('{}')]))).toMatchObject({
      body: { isBodyUnexpected: true },
    });
  });
});

describe('an operation with a JSON body', () => {
  test('has it parsed', async () => {
    answer = echo;
    const body = Readable.from([Buffer.from('{"a":'), Buffer.from('1}')]);
    expect(await dispatch('createIndicatorSystem', json, body)).toMatchObject({ body: { body: { a: 1 } } });
  });

  test('is refused for a name that stands twice', async () => {
    answer = echo;
    expect(await dispatch('createIndicatorSystem', json, Readable.from([Buffer.from('{"a":1,"a":1}')]))).toMatchObject({
      refusal: { code: 'REQUEST_INVALID', faults: [{ pointer: '/body/a' }] },
    });
  });

  test('in another charset is not read', async () => {
    answer = echo;
    const body = new PassThrough().end('{}');
    expect(await dispatch('createIndicatorSystem', { ...json, charset: 'gbk' }, body)).toMatchObject({ status: 200 });
    expect(body.readableDidRead).toBe(false);
  });

  test('that breaks off leaves a line at info, without a stack', async () => {
    lines.length = 0;
    const header = Buffer.from(JSON.stringify(json)).toString('base64url');
    const asking = httpRequest(`${server.url}/indicators/createIndicatorSystem`, {
      method: 'POST',
      headers: { [requestHeader]: header, expect: '100-continue' },
    });
    asking.on('error', () => undefined);
    asking.flushHeaders();
    await once(asking, 'continue');
    asking.write('{"a":');
    const logged = once(logging, 'logged');
    asking.destroy();
    await logged;
    expect(lines).toMatchObject([{ level: 30, code: 'BODY_NOT_JSON' }]);
    expect(lines[0]?.err).toBeUndefined();
  });
});

describe('a streamed body', () => {
  const rows: OperationRequest = { ...request, contentType: 'text/csv' };

  test('is read when admission reads it', async () => {
    answer = async ({ stream }) => ({ status: 200, body: await text(stream ?? Readable.from([])) });
    expect(await dispatch('sendObservationBatch', rows, Readable.from([Buffer.from('a,b')]))).toMatchObject({
      body: 'a,b',
    });
  });

  test('is not read where admission refuses it without reading', async () => {
    answer = () => Promise.resolve({ refusal: { code: 'UPLOADS_TOO_MANY', params: {}, faults: [] } });
    const body = new PassThrough().end('a,b');
    expect(await dispatch('sendObservationBatch', rows, body)).toMatchObject({ refusal: { code: 'UPLOADS_TOO_MANY' } });
    expect(body.readableDidRead).toBe(false);
  });

  test('whose sender is gone before it was asked for ends for the service, too', async () => {
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let ended: Promise<unknown> = Promise.resolve();
    let go = (): void => undefined;
    const place = new Promise<void>((resolve) => {
      go = resolve;
    });
    answer = async ({ stream }) => {
      asked();
      await place;
      ended = text(stream ?? Readable.from([])).catch((error: unknown) => error);
      return { status: 200, body: String(await ended) };
    };
    const body = new PassThrough();
    const reply = dispatch('sendObservationBatch', rows, body);
    reply.catch(() => undefined);
    await isAsked;
    body.destroy();
    go();
    await expect(reply).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(await ended).toBeInstanceOf(Error);
  });
});
