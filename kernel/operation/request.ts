// A request and its answer as they travel between the gateway and the owning service: plain data, no HTTP, no bus.
import type { Readable } from 'node:stream';
import type { Refusal } from '#kernel/problem/render.ts';

/** What the gateway took from a request. Nothing in it is checked yet: admission does that. */
export interface OperationRequest {
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  /** The media type of the body, without parameters, in lower case. */
  readonly contentType?: string;
  /** The charset that the media type names, in lower case. */
  readonly charset?: string;
  /** The header Content-Encoding in lower case. */
  readonly contentEncoding?: string;
  /** Whether a body came to an operation that takes none. */
  readonly isBodyUnexpected?: boolean;
  /** The parsed JSON body; absent where the body is streamed or there is none. */
  readonly body?: unknown;
}

/** Who asks and in which trace. */
export interface Credentials {
  /** The header `Authorization` as it came. */
  readonly authorization?: string;
  readonly traceparent?: string;
}

/** A request with its stream, where the operation takes one. */
export interface Admission extends Credentials {
  readonly request: OperationRequest;
  readonly stream?: Readable;
}

/** What an operation answers: a success of its contract, or a refusal. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly etag?: string; readonly refusal?: never }
  | { readonly refusal: Refusal; readonly status?: never };
