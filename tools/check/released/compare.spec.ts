// A released contract stays released: each way of breaking an operation or an event is found, and growing it is not a break.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breaksBetween, eventBreaksBetween } from './compare.ts';
import { fieldsOf, listOf } from './schema.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });
const record = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const county = { name: 'county', in: 'query', required: true, schema: { type: 'string', maxLength: 12 } };
const trace = { name: 'X-Trace', in: 'header', schema: text };
const listed = (more: object = {}) => ({ name: 'kinds', in: 'query', schema: { type: 'array', items: text }, ...more });
const answer = (schema: object, more: object = {}) => ({ content: json(schema), ...more });
const created = record({ id: text, state: { type: 'string', enum: ['draft'] } });
const etag = { schema: { type: 'string', pattern: '^"[0-9]+"$' }, required: true };

/** An operation. What is not changed is as it was released. */
interface Change {
  readonly operationId?: string;
  readonly parameters?: readonly object[];
  readonly requestBody?: object;
  readonly responses?: Readonly<Record<string, object>>;
  readonly 'x-body-bytes-max'?: number;
}
const draft = record({ title: { $ref: '#/components/schemas/Title' }, kind: { type: 'string', enum: ['a', 'b'] } }, [
  'title',
]);
const bodies = { ...json(draft), 'text/csv': { schema: text } };
const responses = {
  '201': answer(created, { headers: { ETag: { $ref: '#/components/headers/ETag' } } }),
  '409': { $ref: '#/components/responses/Conflict' },
};
const operation = (change: Change = {}): object => ({
  operationId: 'draftPlan',
  parameters: [{ $ref: '#/components/parameters/County' }, trace, listed()],
  requestBody: { $ref: '#/components/requestBodies/Draft' },
  responses,
  ...change,
});

const components = {
  schemas: { Title: { type: 'string', maxLength: 200 }, Problem: record({ code: text }) },
  parameters: { County: county },
  headers: { ETag: etag },
  requestBodies: { Draft: { content: bodies } },
  responses: {
    Conflict: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
  },
};
const servers = [{ url: '/api/v1/targets' }];
const released = { servers, paths: { '/plans': { post: operation() } }, components };
/** The breaks of a successor in which something else is said in the operation, or in what it refers to. */
const found = (change: Change, changed: Partial<Record<keyof typeof components, object>> = {}): string[] =>
  breaksBetween(released, {
    servers,
    paths: { '/plans': { post: operation(change) } },
    components: { ...components, ...changed },
  }).map(({ where, what }) => `${where}: ${what}`);
const respond = (status: string, one: object): Change => ({ responses: { ...responses, [status]: one } });

describe('a break', () => {
  const { '201': first, '409': conflict } = responses;
  test.each<[string, Change, string]>([
    ['another operationId', { operationId: 'makePlan' }, ': the operationId became makePlan'],
    ['a parameter that is gone', { parameters: [trace, listed()] }, ': the parameter query county is gone'],
    [
      'a new parameter that is required',
      { parameters: [county, trace, listed(), { ...county, name: 'x' }] },
      ': the parameter query x became required',
    ],
    [
      'a parameter that became required',
      { parameters: [county, { ...trace, required: true }, listed()] },
      ': the parameter header x-trace became required',
    ],
    [
      'a parameter that was moved',
      { parameters: [{ ...county, in: 'header' }, trace, listed()] },
      ': the parameter query county is gone',
    ],
    [
      'a narrower parameter',
      { parameters: [{ ...county, schema: { ...text, maxLength: 6 } }, trace, listed()] },
      ' query county: maxLength became 6',
    ],
    [
      'values on a parameter',
      { parameters: [county, trace, listed({ schema: { type: 'array', items: { enum: ['a'] } } })] },
      ' query kinds[]: only the values a are taken now',
    ],
    [
      'a list that is written otherwise',
      { parameters: [county, trace, listed({ explode: false })] },
      ' query kinds: explode became false',
    ],
    ['a body that is gone', { requestBody: {} }, ' body: the media type application/json is gone'],
    [
      'a body that became required',
      { requestBody: { content: bodies, required: true } },
      ' body: the body became required',
    ],
    [
      'a media type that is no longer taken',
      { requestBody: { content: json(draft) } },
      ' body: the media type text/csv is gone',
    ],
    [
      'a narrower body of another media type than JSON',
      { requestBody: { content: { ...bodies, 'text/csv': { schema: { ...text, maxLength: 9 } } } } },
      ' body text/csv: maxLength became 9',
    ],
    [
      'a field of the body that became required',
      { requestBody: { content: { ...bodies, ...json({ ...draft, required: ['title', 'kind'] }) } } },
      ' body: «kind» became required',
    ],
    ['a smaller body', { 'x-body-bytes-max': 1024 }, ': the body may have only 1024 bytes, had 65536'],
    ['an answer that is gone', { responses: { '200': first, '409': conflict } }, ': the answer 201 is gone'],
    ['a refusal that is gone', { responses: { '201': first } }, ': the answer 409 is gone'],
    ['a new success', respond('202', first), ': a reader of the released contract does not know the answer 202'],
    [
      'an answer in another media type',
      respond('201', { ...first, content: { 'text/csv': { schema: text } } }),
      ' 201: the media type application/json is gone',
    ],
    [
      'a field of an answer that is gone',
      respond('201', { ...first, content: json(record({ id: text })) }),
      ' 201: the field «state» is gone',
    ],
    [
      'a state that readers do not know',
      respond('201', { ...first, content: json(record({ id: text, state: { enum: ['draft', 'lost'] } })) }),
      ' 201.state: a reader of the released contract does not know the value lost',
    ],
    ['a header that is gone', respond('201', answer(created)), ' 201: the header ETag is gone'],
    [
      'a header that may be missing',
      respond('201', answer(created, { headers: { etag: { ...etag, required: false } } })),
      ' 201: the header ETag is no longer always there',
    ],
    [
      'a header of another form',
      respond('201', answer(created, { headers: { ETag: { ...etag, schema: text } } })),
      ' 201 ETag: pattern "^\\"[0-9]+\\"$" is no longer promised',
    ],
  ])('is %s', (_case, change, what) => {
    expect(found(change)).toContain(`POST /plans${what}`);
  });

  test.each<[string, Partial<Record<keyof typeof components, object>>, string]>([
    [
      'schema',
      { schemas: { ...components.schemas, Title: { type: 'string', maxLength: 100 } } },
      ' body.title: maxLength became 100',
    ],
    [
      'refusal',
      { schemas: { ...components.schemas, Problem: record({}) } },
      ' 409 application/problem+json: the field «code» is gone',
    ],
    ['parameter', { parameters: { County: { ...county, name: 'place' } } }, ': the parameter query county is gone'],
    [
      'body',
      { requestBodies: { Draft: { content: { ...bodies, ...json({ $ref: '#/components/schemas/Title' }) } } } },
      ' body: the type became string, was object',
    ],
    ['header', { headers: { ETag: { ...etag, required: false } } }, ' 201: the header ETag is no longer always there'],
  ])('is one in a %s that operations share', (_case, changed, what) => {
    expect(found({}, changed)).toContain(`POST /plans${what}`);
  });

  test.each<[string, object, object]>([
    ['an operation that is gone', { paths: {} }, { where: 'POST /plans', what: 'the operation is gone' }],
    [
      'another method',
      { paths: { '/plans': { put: operation() } } },
      { where: 'POST /plans', what: 'the operation is gone' },
    ],
    [
      'a parameter that all operations of a path take',
      { paths: { '/plans': { parameters: [{ ...county, name: 'x' }], post: operation() } } },
      { where: 'POST /plans', what: 'the parameter query x became required' },
    ],
    [
      'another address',
      { servers: [{ url: '/api/v2/targets' }] },
      {
        where: 'servers',
        what: 'the address became [{"url":"/api/v2/targets"}], was [{"url":"/api/v1/targets"}]',
      },
    ],
  ])('is %s', (_case, changed, what) => {
    expect(breaksBetween(released, { ...released, ...changed })).toEqual([what]);
  });
});

describe('a choice of the contract of evaluation that is cut to its first branch', () => {
  const path = join(import.meta.dirname, '../../../contracts/released/evaluation.json');
  const evaluation = fieldsOf(JSON.parse(readFileSync(path, 'utf8')));
  const parts = fieldsOf(evaluation['components']);
  const schemas = fieldsOf(parts['schemas']);

  test.each([
    'Rule',
    'Aggregation',
    'Limit',
    'ObjectionDecisionDraft',
    'ResultDecisionDraft',
    'ValueConfirmationDraft',
  ])('is a break: %s', (name) => {
    const [first] = listOf(fieldsOf(schemas[name])['oneOf']);
    const cut = { ...evaluation, components: { ...parts, schemas: { ...schemas, [name]: { oneOf: [first] } } } };
    const whats = breaksBetween(evaluation, cut).map(({ what }) => what);
    expect(whats.filter((what) => what.endsWith('is no longer taken'))).not.toEqual([]);
    expect(breaksBetween(evaluation, evaluation)).toEqual([]);
  });
});

test('a parameter that refers to itself is refused, since nothing would be compared', () => {
  const loop = { $ref: '#/components/parameters/County' };
  expect(() => found({}, { parameters: { County: loop } })).toThrow(
    'A contract refers to County, which refers to itself.',
  );
});

describe('growth', () => {
  test.each<[string, Change]>([
    ['nothing at all', {}],
    ['a parameter that may be left out', { parameters: [county, trace, listed(), { ...trace, name: 'note' }] }],
    ['a parameter that may be left out now', { parameters: [{ ...county, required: false }, trace, listed()] }],
    ['a header written in another case', { parameters: [county, { ...trace, name: 'x-trace' }, listed()] }],
    ['a longer text', { parameters: [{ ...county, schema: text }, trace, listed()] }],
    ['a media type more', { requestBody: { content: { ...bodies, 'application/x-ndjson': { schema: text } } } }],
    ['a larger body', { 'x-body-bytes-max': 1_000_000 }],
    ['a new refusal, which clients take by its class', respond('429', responses['409'])],
    [
      'a new field and a new header of an answer',
      respond('201', {
        content: json(record({ ...created.properties, more: text })),
        headers: { ETag: etag, Link: { schema: text } },
      }),
    ],
  ])('is %s', (_case, change) => {
    expect(found(change)).toEqual([]);
  });

  test('is a new operation', () => {
    const paths = { ...released.paths, '/targets': { get: operation() } };
    expect(breaksBetween(released, { ...released, paths })).toEqual([]);
  });
  test('is what a path says of all its operations, once each has said it itself', () => {
    const said = { parameters: [county], summary: 'Plans', post: operation({ parameters: [trace, listed()] }) };
    expect(breaksBetween({ ...released, paths: { '/plans': said } }, released)).toEqual([]);
  });
});

describe('an event', () => {
  const event = (properties: Record<string, object>, required?: string[]) => ({
    producer: 'targets',
    schema: { ...record(properties, required), $defs: { Kind: { enum: ['a', 'b'] } } },
  });
  const kind = { $ref: '#/$defs/Kind' };
  const before = { 'PlanMade.v1': event({ planId: text, kind, by: { oneOf: [text] } }) };

  test.each<[string, Record<string, object>, string]>([
    ['that is gone', {}, 'the event is gone'],
    ['that lost a field', { 'PlanMade.v1': event({ planId: text, kind }) }, 'the field «by» is gone'],
    [
      'of which a field may be missing',
      { 'PlanMade.v1': event({ planId: text, kind, by: text }, ['planId', 'kind']) },
      '«by» is no longer always there',
    ],
    [
      'with a value that readers do not know',
      { 'PlanMade.v1': event({ planId: text, kind: { enum: ['a', 'c'] }, by: text }) },
      'a reader of the released contract does not know the value c',
    ],
    [
      'with a branch that readers do not know',
      { 'PlanMade.v1': event({ planId: text, kind, by: { oneOf: [text, { type: 'null' }] } }) },
      'a reader of the released contract does not know the branch null',
    ],
  ])('%s is a break', (_case, after, what) => {
    expect(eventBreaksBetween(before, after).map((one) => one.what)).toContain(what);
  });

  test('may gain a field, and another event may join it', () => {
    const grown = event({ planId: text, kind, by: text, note: text });
    expect(eventBreaksBetween(before, { 'PlanMade.v1': grown, 'PlanMade.v2': event({}) })).toEqual([]);
  });
});
