// Requests and replies as bytes: what survives, what is refused, what is too large.
import { describe, expect, it } from 'vitest';
import { encode } from './codec.ts';
import { actionOf, decodeReply, decodeRequest, encodeReply, encodeRequest, headersOf } from './wire.ts';

const request = {
  path: { planId: 'a' },
  query: { limit: '5' },
  body: { name: '塘下镇', day: new Date(0), file: Buffer.from('x') },
};
const large = 'x'.repeat(512 * 1_024);

describe('a request on the bus', () => {
  it('is the same on the other side, dates and bytes included', () => {
    expect(decodeRequest(encodeRequest(request), {})).toEqual({ request });
  });

  it('takes its credentials from the headers and nothing else', () => {
    const headers = { ...headersOf({ authorization: 'Bearer a', traceparent: '00-1' }), user: 'mallory' };
    const admission = decodeRequest(encodeRequest({ path: {}, query: {} }), headers);
    expect(admission).toEqual({ request: { path: {}, query: {} }, authorization: 'Bearer a', traceparent: '00-1' });
  });

  it('is not encoded above 512 KiB (E15)', () => {
    expect(encodeRequest({ path: {}, query: {}, body: large })).toBeUndefined();
  });

  it.each([
    ['nothing', undefined],
    ['an object that was never encoded', { path: {}, query: {} }],
    ['bytes that are no CBOR', Buffer.from([0xff, 0x00])],
    ['no bytes', Buffer.alloc(0)],
    ['a text', encode('select 1')],
    ['a list', encode([1])],
    ['a request without a path', encode({ query: {} })],
    ['a request whose query is a text', encode({ path: {}, query: 'a=1' })],
  ])('is refused when it is %s', (_title, params) => {
    expect(decodeRequest(params, {})).toBeUndefined();
  });

  it('is refused credentials that are no texts', () => {
    const admission = decodeRequest(encodeRequest({ path: {}, query: {} }), { authorization: { toString: 'x' } });
    expect(admission).not.toHaveProperty('authorization');
  });
});

describe('a reply on the bus', () => {
  it.each([
    ['a success', { status: 200, body: { total: '98.50' }, etag: '"v1"' }],
    ['a refusal', { refusal: { code: 'NOT_FOUND', params: {}, faults: [] } }],
  ] as const)('is the same on the other side when it is %s', (_title, reply) => {
    expect(decodeReply(encodeReply(reply))).toEqual(reply);
  });

  it('is only announced above 512 KiB (E15)', () => {
    expect(decodeReply(encodeReply({ status: 200, body: large }))).toMatchObject({ tooLarge: expect.any(Number) });
  });

  it.each([
    ['nothing', undefined],
    ['an object that was never encoded', { status: 200 }],
    ['a text', encode('ok')],
    ['neither a success nor a refusal', encode({ body: {} })],
    [
      'a refusal with a code that is not in the list',
      encode({ refusal: { code: 'toString', params: {}, faults: [] } }),
    ],
  ])('throws when it is %s', (_title, bytes) => {
    expect(() => decodeReply(bytes)).toThrow('no reply');
  });
});

describe('the name of an action', () => {
  it('is the version, the service and the operation', () => {
    expect(actionOf('targets', 'getPlan')).toBe('v1.targets.getPlan');
  });
});
