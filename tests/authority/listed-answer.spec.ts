// The check that holds what a test is answered against the contract lets nothing pass that a client could not know.
import { expect, test } from 'vitest';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { requireListed } from '../support/listed-answer.ts';

const document = contractOf('integration');
const operation = operationsOf('integration', document).find(({ operationId }) => operationId === 'listDocuments');
if (operation === undefined) throw new Error('The contract has no listDocuments.');

test.each([
  ['a success', 200, undefined],
  ['a refusal with its code', 403, 'OUT_OF_SCOPE'],
])('%s that is listed passes', (_case, status, code) => {
  expect(() => requireListed(document, operation, { status, code })).not.toThrow();
});

test.each([
  ['a success of another status', 201, undefined, 'lists 200'],
  ['a refusal of another status', 404, 'NOT_FOUND', 'answered 404 NOT_FOUND'],
  ['a code that nobody knows', 403, 'NOT_YOURS', 'does not give it'],
  ['a code of another status', 403, 'NOT_FOUND', 'does not give it'],
  ['a refusal without a code', 403, undefined, 'does not give it'],
  ['a code that is a name of every object', 403, 'constructor', 'does not give it'],
])('%s fails', (_case, status, code, why) => {
  expect(() => requireListed(document, operation, { status, code })).toThrow(why);
});
