// Moleculer's log calls, folded into pino's form.
import { describe, expect, it } from 'vitest';
import { foldArguments } from './logger.ts';

const error = new Error('broken');

describe("a log call of Moleculer's", () => {
  it.each([
    ['a text', ['started'], { fields: {}, text: 'started' }],
    ['a text and an error', ['failed.', error], { fields: { err: error }, text: 'failed.' }],
    ['an error alone', [error], { fields: { err: error }, text: 'broken' }],
    ['an error before texts', [error, 'REQ'], { fields: { err: error }, text: 'REQ' }],
    ['several texts', ['id:', 7, 'sender:', 'a'], { fields: {}, text: 'id: 7 sender: a' }],
    [
      'scalar fields',
      ['timed out', { nodeID: 'a', timeout: 5 }],
      { fields: { nodeID: 'a', timeout: 5 }, text: 'timed out' },
    ],
    ['nothing', [], { fields: {}, text: '' }],
  ])('with %s keeps what matters', (_title, values, expected) => {
    expect(foldArguments(values)).toEqual(expected);
  });

  it('loses what is nested, where tokens and packets are', () => {
    const packet = { payload: { headers: { authorization: 'Bearer secret' } }, target: 'a' };
    expect(foldArguments([error, 'REQ', packet])).toEqual({ fields: { err: error, target: 'a' }, text: 'REQ' });
  });

  it('cuts long texts', () => {
    expect(foldArguments(['x'.repeat(1_000)]).text).toHaveLength(500);
  });
});
