// A call that a simulated partner refuses, with its status and code, as application/problem+json (RFC 9457).
import type { FastifyError } from 'fastify';

export type FieldFault = { readonly pointer: string; readonly expected: string };

/** Thrown to refuse a call. `detail` is for people and never repeats a secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldFault[];

  constructor(status: number, code: string, detail: string, errors: readonly FieldFault[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The largest body that is read. */
export const bodyBytesMax: number = 64 * 1024;

const errorsMax = 20;
const places: Readonly<Record<string, string>> = {
  params: '/path',
  querystring: '/query',
  headers: '/header',
  body: '/body',
};

type SchemaFault = NonNullable<FastifyError['validation']>[number];

const toFieldFault = (place: string, { keyword, instancePath, params, message = '' }: SchemaFault): FieldFault => {
  const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
  const field = (missingProperty ?? additionalProperty)?.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = `${place}${instancePath}${field === undefined ? '' : `/${field}`}`;
  return { pointer, expected: `${keyword}: ${message}` };
};

/** The refusal that an error of a call stands for; undefined for a fault of the program. */
export const toRefusal = (error: Error | FastifyError): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (!('statusCode' in error)) return undefined;
  const { code, statusCode = 500, validation, validationContext = '' } = error;
  if (validation !== undefined) {
    const faults = validation.slice(0, errorsMax).map((fault) => toFieldFault(places[validationContext] ?? '', fault));
    return new Refusal(400, 'REQUEST_INVALID', 'The request does not fit the contract', faults);
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Refusal(413, 'BODY_TOO_LARGE', `A body has at most ${bodyBytesMax} bytes`);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Refusal(415, 'MEDIA_TYPE_UNSUPPORTED', 'A body is application/json');
  // The texts of fastify repeat what the caller sent.
  return statusCode < 500 ? new Refusal(400, 'REQUEST_INVALID', 'The request is malformed') : undefined;
};

/** The body that a refused caller reads. */
export const problemBody = (refusal: Refusal): object => ({
  type: `about:blank#${refusal.code}`,
  title: refusal.code,
  status: refusal.status,
  code: refusal.code,
  detail: refusal.message,
  ...(refusal.errors.length > 0 ? { errors: refusal.errors } : {}),
});
