// The fingerprint of a request under its Idempotency-Key: what it says, digested; a streamed body while it is read.
import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { OperationContract } from '#kernel/contract/document.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import type { Admission } from './request.ts';

/** A fingerprint in the making. */
export interface Fingerprint {
  /** The body to read, where it is streamed: its bytes are digested on their way. */
  readonly stream: Transform | undefined;
  /** Reads what is left of the stream and gives the digest, 64 hexadecimal digits. */
  drain(): Promise<string>;
}

const withoutFractions = (value: unknown): unknown => JSON.stringify(value ?? null);

/** The fingerprint of a request: operation, path, query and body. For a streamed body, drain it before the comparison (E15). */
export const fingerprintOf = (operation: OperationContract, admission: Admission): Fingerprint => {
  const { request, stream } = admission;
  const said = {
    operation: operation.operationId,
    path: request.path,
    query: request.query,
    contentType: request.contentType ?? '',
  };
  if (stream === undefined) {
    // The body is compared as its JSON text: a client repeats the same bytes, and fractions are refused by the schemas anyway.
    return {
      stream: undefined,
      drain: () => Promise.resolve(digestOf({ ...said, body: withoutFractions(request.body) })),
    };
  }
  const hash = createHash('sha256');
  const digesting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  stream.pipe(digesting);
  stream.on('error', (error) => digesting.destroy(error));
  // A stream may break off before the handler reads it; without a listener that would end the process. The reader gets the error.
  digesting.on('error', () => undefined);
  let digest: string | undefined;
  return {
    stream: digesting,
    drain: async () => {
      if (!digesting.readableEnded) {
        digesting.resume();
        await finished(digesting);
      }
      digest ??= digestOf({ ...said, body: hash.digest('hex') });
      return digest;
    },
  };
};
