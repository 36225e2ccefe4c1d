// Each way in which a schema breaks its promise is found, in the direction in which it is one, and growing it is not a break.
import { describe, expect, test } from 'vitest';
import type { Direction } from './break.ts';
import { schemaBreaks } from './schema-breaks.ts';

type Schema = object | boolean;
type Case = readonly [name: string, released: Schema, current: Schema, what: string];
type Growth = readonly [name: string, released: Schema, current: Schema];

const text = { type: 'string' };
const whole = { type: 'integer' };
const none = { type: 'null' };
const list = (items: Schema, more: object = {}) => ({ type: 'array', items, ...more });
const map = (rest: Schema) => ({ type: 'object', additionalProperties: rest });
/** A closed object. A field with a ? may be left out. */
const record = (fields: Record<string, Schema>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(fields).filter((name) => !name.endsWith('?')),
  properties: Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name.replace('?', ''), schema])),
});
const by = (type: string, fields: Record<string, Schema> = {}) => record({ type: { const: type }, ...fields });
const named = (name: string) => ({ $ref: `#/schemas/${name}` });

const schemas = {
  Cap: by('cap', { cap: text }),
  Rank: by('rank', { best: text }),
  Choice: { oneOf: [named('Cap'), named('Rank')] },
  Rule: { oneOf: [named('Cap'), named('Rank')] },
  Title: { type: 'string', maxLength: 200 },
};
/** The same document with some schemas replaced. */
const found = (released: Schema, current: Schema, direction: Direction, changed: object = {}): string[] =>
  schemaBreaks(
    { document: { schemas }, schema: released },
    { document: { schemas: { ...schemas, ...changed } }, schema: current },
    direction,
    'here',
  ).map(({ where, what }) => `${where.replace('here', '')} ${what}`.trim());

describe('a break of what callers send', () => {
  test.each<Case>([
    [
      'a value of an open list that is no longer taken',
      { type: 'string', 'x-open': true, enum: ['draft', 'lost'] },
      { type: 'string', 'x-open': true, enum: ['draft'] },
      'the value lost is no longer taken',
    ],
    ['a choice cut to a branch', { oneOf: [text, none] }, text, 'the branch null is no longer taken'],
    ['a branch lost of oneOf', named('Choice'), { oneOf: [named('Cap')] }, 'the branch Rank is no longer taken'],
    ['a branch lost of anyOf', { anyOf: [text, whole] }, { anyOf: [text] }, 'the branch integer is no longer taken'],
    [
      'a branch without a name lost',
      { oneOf: [record({ method: { enum: ['sum', 'last'] } }), by('mean')] },
      { oneOf: [by('mean')] },
      'the branch method "sum" or "last" is no longer taken',
    ],
    ['nothing at all', text, false, 'the branch string is no longer taken'],
    ['a tighter part of allOf', named('Title'), { allOf: [named('Title'), { maxLength: 9 }] }, 'maxLength became 9'],
    [
      'a branch with a new field',
      named('Choice'),
      { oneOf: [named('Cap'), by('rank', { best: text, worst: text })] },
      '«worst» became required (Rank)',
    ],
    ['a choice within a list', list({ oneOf: [text, whole] }), list(text), '[] the branch integer is no longer taken'],
    ['a part of allOf with a field', record({}), { allOf: [record({}), { required: ['b'] }] }, '«b» became required'],
    ['a part of allOf that closes', { type: 'object' }, { allOf: [{ type: 'object' }, map(false)] }, 'fields beyond'],
    ['a reference with a limit beside it', named('Title'), { ...named('Title'), maxLength: 9 }, 'maxLength became 9'],
    ['a field that is gone', record({ 'a?': text }), record({}), 'the field «a» is gone'],
    ['a field that became required', record({ 'a?': text }), record({ a: text }), '«a» became required'],
    ['a new field that is required', record({}), record({ a: text }), '«a» became required'],
    ['another type', text, whole, 'the type became integer, was string'],
    ['a type where there was none', {}, text, 'the type became string, was of any kind'],
    ['a type lost of several', { type: ['string', 'null'] }, text, 'the type became string, was string or null'],
    ['whole numbers where any were', { type: 'number' }, whole, 'the type became integer, was number'],
    ['a value lost', { enum: ['a', 'b'] }, { enum: ['a'] }, 'the value b is no longer taken'],
    ['values on a free text', text, { ...text, enum: ['a', 'b'] }, 'only the values a, b are taken now'],
    ['a constant on a free text', text, { ...text, const: 'a' }, 'only the values a are taken now'],
    ['another constant', { const: 'a' }, { const: 'b' }, 'the value a is no longer taken'],
    ['a constant of several values', { enum: ['a', 'b'] }, { const: 'b' }, 'the value a is no longer taken'],
    ['a greater minimum', { ...whole, minimum: 0 }, { ...whole, minimum: 1 }, 'minimum became 1'],
    ['an open minimum', whole, { ...whole, exclusiveMinimum: 0 }, 'exclusiveMinimum became 0'],
    ['a maximum', whole, { ...whole, maximum: 9 }, 'maximum became 9'],
    ['an open maximum', whole, { ...whole, exclusiveMaximum: 9 }, 'exclusiveMaximum became 9'],
    ['a shorter text', { ...text, maxLength: 20 }, { ...text, maxLength: 9 }, 'maxLength became 9'],
    ['no empty text', text, { ...text, minLength: 1 }, 'minLength became 1'],
    ['a shorter list', list(text), list(text, { maxItems: 2 }), 'maxItems became 2'],
    ['no empty list', list(text), list(text, { minItems: 1 }), 'minItems became 1'],
    ['a smaller map', map(text), { ...map(text), maxProperties: 2 }, 'maxProperties became 2'],
    ['no empty map', map(text), { ...map(text), minProperties: 1 }, 'minProperties became 1'],
    ['items that differ', list(text), list(text, { uniqueItems: true }), 'uniqueItems true is demanded now'],
    ['items of a type', { type: 'array' }, list(text), '[] the type became string, was of any kind'],
    ['steps', whole, { ...whole, multipleOf: 5 }, 'multipleOf became 5'],
    ['longer steps', { type: 'number', multipleOf: 0.1 }, { type: 'number', multipleOf: 0.2 }, 'multipleOf became 0.2'],
    ['other steps', { ...whole, multipleOf: 6 }, { ...whole, multipleOf: 4 }, 'multipleOf became 4'],
    ['a pattern', text, { ...text, pattern: '^a' }, 'pattern "^a" is demanded now'],
    ['another pattern', { ...text, pattern: '^b' }, { ...text, pattern: '^a' }, 'pattern "^a" is demanded now'],
    ['a format', text, { ...text, format: 'uuid' }, 'format "uuid" is demanded now'],
    [
      'a keyword of which the check knows no more',
      text,
      { ...text, not: { const: 'a' } },
      'not {"const":"a"} is demanded',
    ],
    ['no fields beyond the named', { type: 'object' }, map(false), 'fields beyond the named are no longer there'],
    ['fields beyond the named of a type', { type: 'object' }, map(text), '.* the type became string, was of any kind'],
    ['a narrower map', map({}), map(text), '.* the type became string, was of any kind'],
    [
      'a field of a map with a name',
      map(text),
      { ...map(text), properties: { a: whole } },
      '.a the type became integer',
    ],
    ['another default', { ...whole, default: 50 }, { ...whole, default: 20 }, 'the default became 20, was 50'],
    ['no default', { ...whole, default: 50 }, whole, 'the default became nothing, was 50'],
  ])('is %s', (_name, released, current, what) => {
    expect(found(released, current, 'sent').join('\n')).toContain(what);
  });
});

describe('a break of what callers read', () => {
  const unknown = 'a reader of the released contract does not know the';
  test.each<Case>([
    [
      'a value of a list that was opened only now',
      { type: 'string', enum: ['draft'] },
      { type: 'string', 'x-open': true, enum: ['draft', 'withdrawn'] },
      'a reader of the released contract does not know the value withdrawn',
    ],
    [
      'an open list that became any text',
      { type: 'string', 'x-open': true, enum: ['draft'] },
      { type: 'string' },
      'a reader of the released contract knows only the values draft',
    ],
    ['a new branch', { oneOf: [named('Cap')] }, named('Choice'), `${unknown} branch Rank`],
    ['a choice where there was none', text, { oneOf: [text, none] }, `${unknown} branch null`],
    ['a new branch without a name', { anyOf: [text] }, { anyOf: [text, whole] }, `${unknown} branch integer`],
    ['a branch that lost a field', named('Choice'), { oneOf: [by('cap')] }, 'the field «cap» is gone (type "cap")'],
    ['a part of allOf that is gone', { allOf: [named('Title'), { format: 'date' }] }, named('Title'), 'format "date"'],
    ['a field that is gone', record({ 'a?': text }), record({}), 'the field «a» is gone'],
    ['a field that may be missing', record({ a: text }), record({ 'a?': text }), '«a» is no longer always there'],
    ['another type', text, whole, 'the type became integer, was string'],
    ['null beside a text', text, { type: ['string', 'null'] }, 'the type became string or null, was string'],
    ['any type', text, {}, 'the type became of any kind, was string'],
    ['broken numbers where whole ones were', whole, { type: 'number' }, 'the type became number, was integer'],
    ['a value that readers do not know', { enum: ['a'] }, { enum: ['a', 'b'] }, `${unknown} value b`],
    ['another constant', { const: 'a' }, { const: 'b' }, `${unknown} value b`],
    ['a free text where values were', { enum: ['a', 'b'] }, text, 'knows only the values a, b'],
    ['a smaller minimum', { ...whole, minimum: 1 }, { ...whole, minimum: 0 }, 'minimum became 0'],
    ['no minimum', { ...whole, minimum: 1 }, whole, 'minimum became unlimited'],
    ['a greater maximum', { ...whole, maximum: 100 }, { ...whole, maximum: 120 }, 'maximum became 120'],
    ['an empty text', { ...text, minLength: 1 }, text, 'minLength became unlimited'],
    ['an empty list', list(text, { minItems: 1 }), list(text), 'minItems became unlimited'],
    ['shorter steps', { ...whole, multipleOf: 10 }, { ...whole, multipleOf: 5 }, 'multipleOf became 5'],
    ['items twice', list(text, { uniqueItems: true }), list(text), 'uniqueItems true is no longer promised'],
    ['items of any type', list(text), { type: 'array' }, '[] the type became of any kind, was string'],
    ['another pattern', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }, 'pattern "^a" is no longer promised'],
    ['no format', { ...text, format: 'uuid' }, text, 'format "uuid" is no longer promised'],
    ['a wider map', map(text), map(true), '.* the type became of any kind, was string'],
    ['a map without its fields', map(text), map(false), 'fields beyond the named are no longer there'],
    ['a field of a map of another type', map(text), { ...map(text), properties: { a: whole } }, '.a the type became'],
  ])('is %s', (_name, released, current, what) => {
    expect(found(released, current, 'read').join('\n')).toContain(what);
  });
});

describe('growth of what callers send', () => {
  test.each<Growth>([
    ['a new branch', { oneOf: [named('Cap')] }, named('Choice')],
    ['branches in another order and without names', named('Choice'), { anyOf: [schemas.Rank, schemas.Cap] }],
    ['a choice where there was one form', text, { oneOf: [none, text] }],
    ['a choice instead of several types', { type: ['string', 'null'] }, { oneOf: [none, text] }],
    ['a new field that may be left out', record({}), record({ 'a?': text })],
    ['a field that may be left out now', record({ a: text }), record({ 'a?': text })],
    ['a value more', { enum: ['a'] }, { enum: ['b', 'a'] }],
    ['a free text where values were', { ...text, enum: ['a'] }, text],
    ['a constant among others', { const: 'a' }, { type: 'string', enum: ['a', 'b'] }],
    ['any number where whole ones were', whole, { type: 'number' }],
    ['wider limits', { ...whole, minimum: 1, maximum: 9 }, { ...whole, minimum: 0 }],
    ['a size that is at least none', list(text), list(text, { minItems: 0 })],
    ['shorter steps', { type: 'number', multipleOf: 0.3 }, { type: 'number', multipleOf: 0.1 }],
    ['no pattern, no format', { ...text, pattern: '^a', format: 'date' }, text],
    ['a wider map', map(text), map(true)],
    ['a part of allOf that says the same', named('Title'), { allOf: [named('Title'), text] }],
    ['a default', whole, { ...whole, default: 1 }],
    ['words about it', text, { ...text, title: 'a', description: 'b', example: 'c', 'x-source': 'd' }],
  ])('is %s', (_name, released, current) => {
    expect(found(released, current, 'sent')).toEqual([]);
  });
});

describe('growth of what callers read', () => {
  test.each<Growth>([
    [
      'a value of an open list, as states are',
      { type: 'string', 'x-open': true, enum: ['draft'] },
      { type: 'string', 'x-open': true, enum: ['draft', 'withdrawn'] },
    ],
    ['a branch less', named('Choice'), { oneOf: [named('Rank')] }],
    ['a value less', { enum: ['a', 'b'] }, { enum: ['b'] }],
    ['values on a free text', text, { ...text, enum: ['a'] }],
    ['a new field, though the record was closed', record({}), record({ a: text })],
    ['a field that is always there now', record({ 'a?': text }), record({ a: text })],
    ['tighter limits', { ...whole, minimum: 0 }, { ...whole, minimum: 1, maximum: 9 }],
    ['a longer text', { ...text, maxLength: 9 }, { ...text, maxLength: 20 }],
    ['a longer list', list(text, { maxItems: 9 }), list(text)],
    ['whole numbers where any were', { type: 'number' }, whole],
    ['another default', { ...whole, default: 2 }, { ...whole, default: 1 }],
    [
      'fields beyond the named, though the record was closed',
      record({}),
      { ...record({}), additionalProperties: text },
    ],
  ])('is %s', (_name, released, current) => {
    expect(found(released, current, 'read')).toEqual([]);
  });
});

describe('the set of rules, which travel into the system,', () => {
  const more = { oneOf: [...schemas.Rule.oneOf, by('streak', { length: whole })] };

  test('gains a type without a break, sent or read, also within an indicator system', () => {
    expect(found(named('Rule'), named('Rule'), 'sent', { Rule: more })).toEqual([]);
    expect(found(list(named('Rule')), list(named('Rule')), 'read', { Rule: more })).toEqual([]);
  });
  test('loses none', () => {
    const less = { oneOf: [named('Cap')] };
    expect(found(named('Rule'), named('Rule'), 'sent', { Rule: less })).toEqual(['the branch Rank is no longer taken']);
  });
  test('keeps what its types are', () => {
    const changed = { Rank: by('rank', { best: whole }) };
    const what = '.best the type became integer, was string (Rank)';
    expect(found(named('Rule'), named('Rule'), 'sent', changed)).toEqual([what]);
    expect(found(named('Rule'), named('Rule'), 'read', changed)).toEqual([what]);
  });
  test('is the only one that may', () => {
    expect(found(named('Choice'), named('Choice'), 'read', { Choice: more })).not.toEqual([]);
  });
});

test.each<[string, Schema, Record<string, Schema>, RegExp]>([
  ['a reference that leads nowhere', named('Lost'), {}, /refers to #\/schemas\/Lost, which is not in it/],
  ['a reference to itself', named('Loop'), { Loop: named('Loop') }, /holds itself/],
  ['a schema within itself', named('Tree'), { Tree: record({ 'sub?': named('Tree') }) }, /holds itself/],
])('%s is refused, since nothing would be compared', (_name, schema, more, message) => {
  const side = { document: { schemas: { ...schemas, ...more } }, schema };
  expect(() => schemaBreaks(side, side, 'sent', 'here')).toThrow(message);
});
