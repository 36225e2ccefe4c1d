// The intake of indicators for specs of integration: it takes what the contract allows, holds it in memory, and fails on demand.
import { text } from 'node:stream/consumers';
import type { operations } from '#contracts/generated/indicators.ts';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import type { Input } from '#kernel/contract/types.ts';
import { compileValidators } from '#kernel/contract/validators.ts';
import { problem } from '#kernel/problem/problem.ts';
import type { ServiceClient } from '#kernel/service/client.ts';
import { digestOf, sha256 } from '#kernel/values/canonical-json.ts';
import { businessId } from '#kernel/values/identifier.ts';

type Element = Input<operations['putElements']>['body']['elements'][number];

/** The intake with what it took. */
export interface SpecIntake {
  readonly client: ServiceClient<operations>;
  /** The elements of each call that was taken, with its key. */
  readonly puts: { readonly key: string | undefined; readonly elements: readonly Element[] }[];
  /** The lines of each batch that was taken, with its key. */
  readonly batches: {
    readonly key: string;
    readonly lines: number;
    readonly digest: string;
    readonly traceparent: string | undefined;
  }[];
  /** Codes that the next puts name as differing. */
  readonly differing: string[];
  /** Loses the answers of the next calls after they were done. */
  loseAnswers(times: number): void;
}

const contract = operationsOf('indicators', contractOf('indicators'));
const validators = compileValidators(contractOf('indicators'), contract);

/** Throws what the contract would refuse: that is a fault of the caller. */
const requireFitting = (body: unknown): void => {
  const faults = validators.get('putElements')?.bodies.get('application/json')?.(structuredClone(body)) ?? [];
  if (faults.length > 0) throw problem('REQUEST_INVALID', { count: faults.length }, { faults });
};

/** Opens an empty intake. */
export const openSpecIntake = (): SpecIntake => {
  const puts: SpecIntake['puts'] = [];
  const batches: SpecIntake['batches'] = [];
  const differing: string[] = [];
  let lost = 0;
  const answer = (value: unknown): never => {
    if (lost > 0) {
      lost -= 1;
      throw problem('SERVICE_UNAVAILABLE', { service: 'indicators' });
    }
    // The client's answers are typed by operation; this stand-in knows two of them.
    return value as never;
  };
  const client: ServiceClient<operations> = {
    call: async (operationId, input, options) => {
      if (operationId !== 'putElements') throw new Error(`The intake does not know ${operationId}.`);
      const { body } = input as Input<operations['putElements']>;
      requireFitting(body);
      const [key, digest] = [options?.idempotencyKey, digestOf(body)];
      const before = puts.find((put) => put.key === key);
      if (before !== undefined && digestOf({ elements: before.elements }) !== digest)
        throw problem('IDEMPOTENCY_KEY_REUSED');
      if (before === undefined) puts.push({ key, elements: body.elements });
      return answer({ status: 200, body: { added: body.elements.length, superseded: 0, unchanged: 0, differing } });
    },
    stream: async (_operationId, input, { bytes }, options) => {
      const { query } = input as Pick<Input<operations['sendObservationBatch']>, 'query'>;
      const content = await text(bytes).catch((cause: unknown) => {
        throw problem('SERVICE_UNAVAILABLE', { service: 'indicators' }, { cause });
      });
      const [key, digest] = [options?.idempotencyKey ?? '', sha256(content)];
      const before = batches.find((batch) => batch.key === key);
      if (before !== undefined && before.digest !== digest) throw problem('IDEMPOTENCY_KEY_REUSED');
      const lines = content.split('\n').length - 1;
      if (before === undefined) batches.push({ key, lines, digest, traceparent: options?.traceparent });
      const id = businessId('batch', query.county, query.period, digest);
      return answer({ status: 201, body: { id, rowCount: lines, rejectedCount: 0 } });
    },
  };
  return {
    client,
    puts,
    batches,
    differing,
    loseAnswers: (times) => {
      lost = times;
    },
  };
};
