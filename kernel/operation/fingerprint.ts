// The fingerprint of a request under its Idempotency-Key: what it says, digested; a streamed body while it is read.
import { createHash } from 'node:crypto';
import { Transform, finished as whenFinished } from 'node:stream';
import { finished } from 'node:stream/promises';
import canonicalize from 'canonicalize';
import type { OperationContract } from '#kernel/contract/document.ts';
import { problem } from '#kernel/problem/problem.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import type { Admission } from './request.ts';

/** A streamed body that brings nothing for so long is given up: it holds a connection of the database. */
const idleMs = 60_000;

/** A fingerprint in the making. */
export interface Fingerprint {
  /** The body to read, where it is streamed: its bytes are digested on their way. */
  readonly stream: Transform | undefined;
  /** Reads what is left of the stream and gives the digest, 64 hexadecimal digits. */
  drain(): Promise<string>;
  /** Whether a stored fingerprint is of the same request. An answer that release 0.1 stored is found by the bytes it had. */
  matches(stored: string): Promise<boolean>;
}

/** The canonical text of a body (RFC 8785): the order of its members and the spelling of its numbers say nothing. */
const canonicalText = (body: unknown): string => canonicalize(body ?? null) ?? '';

/** The text that release 0.1 compared: the members in the order in which they came. */
const formerText = (body: unknown): string => JSON.stringify(body ?? null);

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
    const digest = digestOf({ ...said, body: canonicalText(request.body) });
    return {
      stream: undefined,
      drain: () => Promise.resolve(digest),
      matches: (stored) =>
        Promise.resolve(stored === digest || stored === digestOf({ ...said, body: formerText(request.body) })),
    };
  }
  const hash = createHash('sha256');
  const stalled = (): void => {
    // What has come waits for us: it is our turn, and the sender is held back.
    if (digesting.readableLength > 0) idle.refresh();
    else digesting.destroy(problem('UPLOAD_STALLED', { seconds: idleMs / 1_000 }));
  };
  const idle = setTimeout(stalled, idleMs);
  const digesting = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      idle.refresh();
      hash.update(chunk);
      done(null, chunk);
    },
  });
  // A stream may break off at any time, also before anybody listens: the reader gets the error, and never waits for an end that
  // will not come. The other way round nothing is passed on, since the request must stay open for its answer.
  whenFinished(stream, { writable: false }, (error) => {
    // Its sender is gone and reads no answer: this is no failure of ours.
    if (error) digesting.destroy(problem('UPLOAD_CUT_OFF', {}, { cause: error }));
  });
  digesting.once('close', () => clearTimeout(idle)).on('error', () => undefined);
  stream.pipe(digesting);
  let digest: string | undefined;
  const drain = async (): Promise<string> => {
    if (!digesting.readableEnded) {
      digesting.resume();
      await finished(digesting);
    }
    digest ??= digestOf({ ...said, body: hash.digest('hex') });
    return digest;
  };
  return { stream: digesting, drain, matches: async (stored) => stored === (await drain()) };
};
