// A body is read within its limits: bytes, UTF-8, JSON, depth. What is beyond them is refused before anything is built of it.
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Body, bodyLevelsMax, bringsBody, readJsonBody } from './json-body.ts';

const bytesMax = 64 * 1_024;
const requestOf = (body: string | Buffer, headers: Record<string, string> = {}): Body =>
  Object.assign(Readable.from([Buffer.from(body)]), { headers });
const nested = (levels: number, inner = '1'): string => '['.repeat(levels) + inner + ']'.repeat(levels);

describe('a body is read', () => {
  test.each([
    ['an object', '{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    ['nothing', '', undefined],
    ['as deep as it may be', nested(bodyLevelsMax), JSON.parse(nested(bodyLevelsMax)) as unknown],
    [
      'brackets that stand in texts',
      JSON.stringify(['['.repeat(500), '\\"[{'.repeat(90)]),
      ['['.repeat(500), '\\"[{'.repeat(90)],
    ],
    ['many beside each other', `[${Array(200).fill('[]').join()}]`, Array.from({ length: 200 }, () => [])],
  ])('%s', async (_what, body, wanted) => {
    expect(await readJsonBody(requestOf(body), bytesMax)).toEqual(wanted);
  });
});

describe('a body that does not come whole', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());
  const open = (): Body & PassThrough => Object.assign(new PassThrough(), { headers: {} });

  test('is given up when nothing of it came for a minute', async () => {
    const request = open();
    const read = readJsonBody(request, bytesMax);
    request.write('{');
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(59_999);
    request.write('"a"');
    await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(60_000);
    await expect(read).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
    expect(request.destroyed).toBe(false);
  });

  test('is given up when it is not whole after five minutes, however steadily it comes', async () => {
    const request = open();
    const read = readJsonBody(request, bytesMax);
    // Whoever waits is told before the loop is over.
    read.catch(() => undefined);
    for (let minutes = 0; minutes < 6; minutes += 1) {
      request.write(' ');
      await new Promise((resolve) => setImmediate(resolve));
      vi.advanceTimersByTime(50_000);
    }
    await expect(read).rejects.toMatchObject({ code: 'REQUEST_TIMEOUT' });
  });

  test('is no failure of ours when its sender broke it off', async () => {
    const request = open();
    const read = readJsonBody(request, bytesMax);
    request.write('{');
    request.destroy(new Error('aborted'));
    await expect(read).rejects.toMatchObject({
      code: 'BODY_NOT_JSON',
      params: { reason: 'it was cut off before its end' },
    });
  });
});

describe('a body is refused', () => {
  test.each([
    ['one level too deep', nested(bodyLevelsMax + 1), 'BODY_TOO_DEEP'],
    ['of objects, far too deep', '{"a":'.repeat(5_000), 'BODY_TOO_DEEP'],
    ['that ends in the middle', '{"a":', 'BODY_NOT_JSON'],
    ['that is no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'BODY_NOT_JSON'],
    ['with half of a surrogate pair', '{"title":"\\ud800"}', 'REQUEST_INVALID'],
    ['with a field of a name that the bus changes', '{"a":{"__proto__":1}}', 'REQUEST_INVALID'],
    ['with that name in escapes', '{"\\u005f\\u005fproto__":1}', 'REQUEST_INVALID'],
    ['with a name twice', '{"secrecy":"secret","secrecy":"none"}', 'REQUEST_INVALID'],
    ['with a number beyond all doubles', '{"a":[1e400]}', 'REQUEST_INVALID'],
    ['with a number below all doubles', '{"a":[-1E309]}', 'REQUEST_INVALID'],
    ['above its bytes', `"${'x'.repeat(bytesMax)}"`, 'BODY_TOO_LARGE'],
  ])('%s', async (_what, body, code) => {
    await expect(readJsonBody(requestOf(body), bytesMax)).rejects.toMatchObject({ code });
  });

  test('by the length that it declares, before it is read', async () => {
    const request = requestOf('{}', { 'content-length': String(bytesMax + 1) });
    await expect(readJsonBody(request, bytesMax)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
    expect(request.readableDidRead).toBe(false);
  });
});

describe('a name that stands twice in an object', () => {
  test.each([
    ['at the top', '{"a":1,"b":2,"a":1}', '/body/a'],
    ['below', '{"list":[{"a":1},{"x":{"a/b~":1,"a/b~":2}}]}', '/body/list/1/x/a~1b~0'],
    ['in escapes', '{"\\u0061":1,"a":1}', '/body/a'],
  ])('%s is refused by its place', async (_what, body, pointer) => {
    await expect(readJsonBody(requestOf(body), bytesMax)).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      faults: [{ pointer, code: 'repeatedName', expected: 'each name of an object once' }],
    });
  });
});

describe('whether a request brings a body', () => {
  const chunked = { 'transfer-encoding': 'chunked' };
  const open = (headers: Record<string, string>): Body & PassThrough => Object.assign(new PassThrough(), { headers });

  test.each([
    ['a length', { 'content-length': '2' }, true],
    ['a length of nothing', { 'content-length': '0' }, false],
    ['neither length nor chunks', { 'content-type': 'application/json' }, false],
  ])('%s says at once, and nothing is read', async (_what, headers, brings) => {
    const request = open(headers);
    expect(await bringsBody(request)).toBe(brings);
    expect(request.readableDidRead).toBe(false);
  });

  test('the first chunk says, and the others are not read', async () => {
    const request = open(chunked);
    request.write('x');
    expect(await bringsBody(request)).toBe(true);
    expect(request.isPaused()).toBe(true);
  });

  test('the end without a chunk says', async () => {
    expect(await bringsBody(open(chunked).end())).toBe(false);
  });

  test('silence of two seconds says, and the end of the connection', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const silent = bringsBody(open(chunked));
      vi.advanceTimersByTime(2_000);
      expect(await silent).toBe(true);
    } finally {
      vi.useRealTimers();
    }
    const gone = open(chunked);
    const asked = bringsBody(gone);
    gone.destroy();
    expect(await asked).toBe(true);
  });
});
