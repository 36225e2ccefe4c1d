// What programs read of a contract: each body with its schema, also where operations share one by reference.
import { describe, expect, test } from 'vitest';
import { serviceNames } from '#kernel/database/provision.ts';
import { type ContractDocument, operationsOf } from './document.ts';
import { contractOf } from './load.ts';

const schema = { type: 'object', required: ['opinion'] };
const document = (requestBody: unknown): ContractDocument =>
  ({
    paths: {
      '/notices': {
        post: {
          operationId: 'accept',
          requestBody,
          responses: {},
          'x-authority': 'NOTICE_ISSUE',
          'x-audit': 'accepted',
        },
      },
    },
    components: { requestBodies: { Opinion: { content: { 'application/json': { schema } } } } },
  }) as ContractDocument;
const bodiesIn = (requestBody: unknown): unknown =>
  Object.fromEntries(operationsOf('targets', document(requestBody))[0]?.bodies ?? []);

describe('the body of an operation', () => {
  test.each([
    ['said in place is read', { content: { 'application/json': { schema } } }, { 'application/json': schema }],
    [
      'said by reference is read all the same',
      { $ref: '#/components/requestBodies/Opinion' },
      { 'application/json': schema },
    ],
    ['that is streamed has no schema', { content: { 'text/csv': { schema } } }, { 'text/csv': undefined }],
    ['that is not there is none', undefined, {}],
  ])('%s', (_title, requestBody, wanted) => {
    expect(bodiesIn(requestBody)).toEqual(wanted);
  });

  test('that refers to nothing is a fault of the contract', () => {
    expect(() => bodiesIn({ $ref: '#/elsewhere' })).toThrow('which is not in it');
  });

  test('is known of each operation that takes one, in every contract', () => {
    const without = serviceNames.flatMap((service) => {
      const contract = contractOf(service);
      return operationsOf(service, contract)
        .filter(
          ({ path, method, bodies }) => contract.paths[path]?.[method]?.requestBody !== undefined && bodies.size === 0,
        )
        .map(({ operationId }) => operationId);
    });
    expect(without).toEqual([]);
  });
});
