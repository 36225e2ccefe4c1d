// A released contract stays released: each way of breaking it is found, and growing it is not a break.
import { describe, expect, test } from 'vitest';
import { breaksBetween } from './compare.ts';

interface Change {
  readonly parameters?: unknown[];
  readonly body?: object;
  readonly answer?: object;
  readonly status?: string;
  readonly operationId?: string;
  readonly path?: string;
}

const document = (change: Change = {}): Record<string, unknown> => ({
  paths: {
    [change.path ?? '/plans']: {
      post: {
        operationId: change.operationId ?? 'draftPlan',
        parameters: change.parameters ?? [
          { name: 'county', in: 'query', required: true, schema: { type: 'string', maxLength: 12 } },
        ],
        requestBody: {
          content: {
            'application/json': {
              schema: change.body ?? {
                type: 'object',
                required: ['title'],
                properties: {
                  title: { $ref: '#/components/schemas/Title' },
                  kind: { type: 'string', enum: ['a', 'b'] },
                },
              },
            },
          },
        },
        responses: {
          [change.status ?? '201']: {
            content: {
              'application/json': {
                schema: change.answer ?? {
                  type: 'object',
                  required: ['id'],
                  properties: { id: { type: 'string' }, state: { type: 'string', enum: ['draft'] } },
                },
              },
            },
          },
        },
      },
    },
  },
  components: { schemas: { Title: { type: 'string', maxLength: 200 } } },
});
const found = (change: Change): string[] => breaksBetween(document(), document(change)).map((one) => one.what);

describe('a break', () => {
  test.each<[string, Change, string]>([
    ['an operation that is gone', { path: '/other' }, 'the operation is gone'],
    ['another operationId', { operationId: 'makePlan' }, 'the operationId became makePlan'],
    ['a parameter that is gone', { parameters: [] }, 'the parameter query county is gone'],
    [
      'a new parameter that is required',
      {
        parameters: [
          { name: 'county', in: 'query', required: true, schema: { type: 'string', maxLength: 12 } },
          { name: 'x', in: 'query', required: true, schema: {} },
        ],
      },
      'the parameter query x became required',
    ],
    [
      'a field of the body that became required',
      {
        body: {
          type: 'object',
          required: ['title', 'kind'],
          properties: { title: { type: 'string', maxLength: 200 }, kind: { enum: ['a', 'b'] } },
        },
      },
      '«kind» became required',
    ],
    [
      'a shorter text',
      {
        body: {
          type: 'object',
          required: ['title'],
          properties: { title: { type: 'string', maxLength: 100 }, kind: { enum: ['a', 'b'] } },
        },
      },
      'maxLength became 100',
    ],
    [
      'a value that is no longer taken',
      {
        body: {
          type: 'object',
          required: ['title'],
          properties: { title: { type: 'string', maxLength: 200 }, kind: { enum: ['a'] } },
        },
      },
      'the value b is no longer taken',
    ],
    [
      'a field of the answer that is gone',
      { answer: { type: 'object', required: [], properties: { state: { enum: ['draft'] } } } },
      'the field «id» is gone',
    ],
    [
      'a field of the answer that may be missing',
      { answer: { type: 'object', properties: { id: { type: 'string' }, state: { enum: ['draft'] } } } },
      '«id» is no longer always there',
    ],
    [
      'an answer of another type',
      {
        answer: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'integer' }, state: { enum: ['draft'] } },
        },
      },
      'the type became integer, was string',
    ],
    [
      'a state that readers do not know',
      {
        answer: {
          type: 'object',
          required: ['id'],
          properties: { id: { type: 'string' }, state: { enum: ['draft', 'lost'] } },
        },
      },
      'a reader of the released contract does not know the value lost',
    ],
    ['another status', { status: '200' }, 'the answer 201 is gone'],
  ])('%s', (_case, change, what) => {
    expect(found(change)).toContain(what);
  });
});

test('growth is no break: an optional field in, a new field out, an optional parameter, a longer text', () => {
  const grown: Change = {
    parameters: [
      { name: 'county', in: 'query', required: true, schema: { type: 'string', maxLength: 20 } },
      { name: 'note', in: 'query', schema: { type: 'string' } },
    ],
    body: {
      type: 'object',
      required: ['title'],
      properties: {
        title: { type: 'string', maxLength: 300 },
        kind: { type: 'string', enum: ['a', 'b', 'c'] },
        note: { type: 'string' },
      },
    },
    answer: {
      type: 'object',
      required: ['id', 'more'],
      properties: { id: { type: 'string' }, state: { type: 'string', enum: ['draft'] }, more: { type: 'string' } },
    },
  };
  expect(found(grown)).toEqual([]);
});
