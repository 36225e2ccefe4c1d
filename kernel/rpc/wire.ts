// What one operation's request and reply look like on the bus: bytes of our own encoding, with who asks in the headers.

import { busBytesMax } from '#kernel/exchange/limits.ts';
import type { Admission, Credentials, OperationRequest, Reply } from '#kernel/operation/request.ts';
import { isProblemCode } from '#kernel/problem/problem.ts';
import { decode, encode } from './codec.ts';

/** The action of an operation. */
export const actionOf = (service: string, operationId: string): string => `v1.${service}.${operationId}`;

/** The bytes of a request, or undefined when they are more than the bus takes (exchange rule E15). */
export const encodeRequest = (request: OperationRequest): Buffer | undefined => limited(encode(request));

/** Headers that carry who asks and in which trace; only these two are ever read. */
export const headersOf = ({ authorization, traceparent }: Credentials): Record<string, string> => ({
  ...(authorization === undefined ? {} : { authorization }),
  ...(traceparent === undefined ? {} : { traceparent }),
});

/** The request that came, or undefined when it is not one: another program may have sent anything. */
export const decodeRequest = (params: unknown, headers: Readonly<Record<string, unknown>>): Admission | undefined => {
  const request = params instanceof Uint8Array ? attempt(() => decode(params)) : undefined;
  if (!isRecord(request) || !isRecord(request['path']) || !isRecord(request['query'])) return undefined;
  const { authorization, traceparent } = headers;
  return {
    request: request as Record<string, unknown> & OperationRequest,
    ...(typeof authorization === 'string' ? { authorization } : {}),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  };
};

// A reply that does not fit is announced by its size, so that the caller can fetch it by HTTP.
const tooLargeMark = 'jixiaoTooLarge';

/** The bytes of a reply; of one that is more than the bus takes, only the notice that it is. */
export const encodeReply = (reply: Reply): Buffer => {
  const bytes = encode(reply);
  return limited(bytes) ?? encode({ [tooLargeMark]: bytes.length });
};

/** The reply in the bytes, or the number of bytes that it would have had. Throws for anything else. */
export const decodeReply = (bytes: unknown): Reply | { readonly tooLarge: number } => {
  const reply = bytes instanceof Uint8Array ? decode(bytes) : undefined;
  if (isRecord(reply)) {
    if (typeof reply[tooLargeMark] === 'number') return { tooLarge: reply[tooLargeMark] };
    if (isReply(reply)) return reply;
  }
  throw new Error('the answer is no reply of an operation');
};

const isReply = (value: Record<string, unknown>): value is Record<string, unknown> & Reply => {
  if (typeof value['status'] === 'number') return true;
  const refusal = value['refusal'];
  return isRecord(refusal) && typeof refusal['code'] === 'string' && isProblemCode(refusal['code']);
};

const limited = (bytes: Buffer): Buffer | undefined => (bytes.length > busBytesMax ? undefined : bytes);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const attempt = (work: () => unknown): unknown => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
