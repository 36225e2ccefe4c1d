// What Ajv found, as an answer lists it: the field, the keyword that it breaks, and what was expected in words.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { blankFault } from '#kernel/problem/blank.ts';
import type { FieldFault } from '#kernel/problem/problem.ts';
import { counted } from '#kernel/values/counted.ts';
import { pointerTo } from '#kernel/values/pointer.ts';

const oneOf = (values: unknown): string => `one of ${JSON.stringify(values)}`;

/** The field that an error is about, where it is not the place itself: one that is missing, is too many, or tells alternatives apart. */
const fieldOf = ({ keyword, params }: ErrorObject): string | undefined => {
  const field: unknown =
    params['missingProperty'] ??
    params['additionalProperty'] ??
    params['unevaluatedProperty'] ??
    (keyword === 'discriminator' ? params['tag'] : undefined);
  return typeof field === 'string' ? field : undefined;
};

// A pattern of the contracts that people break by writing what it stands for otherwise is said in words.
const patternWords: ReadonlyMap<unknown, string> = new Map([
  ['^[0-9]{4}(-(0[1-9]|1[0-2])|-Q[1-4])?$', 'a month as 2026-01, a quarter as 2026-Q1 or a year as 2026'],
]);

/** What the keywords count. Ajv says «1 items». */
const countedBy: ReadonlyMap<string, readonly [bound: string, noun: string]> = new Map([
  ['minLength', ['at least', 'character']],
  ['maxLength', ['at most', 'character']],
  ['minItems', ['at least', 'item']],
  ['maxItems', ['at most', 'item']],
  ['minProperties', ['at least', 'field']],
  ['maxProperties', ['at most', 'field']],
]);

const typeNames = (type: unknown): string => (Array.isArray(type) ? type.join(' or ') : String(type));

// The sentences have their Chinese in contracts/phrases.yaml.
const expectedOf = (error: ErrorObject): string => {
  const { keyword, params } = error;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return `no field «${fieldOf(error)}»`;
  if (keyword === 'required' || keyword === 'discriminator') return `the field «${fieldOf(error)}»`;
  if (keyword === 'enum') return oneOf(params['allowedValues']);
  if (keyword === 'const') return oneOf([params['allowedValue']]);
  if (keyword === 'type') return `must be ${typeNames(params['type'])}`;
  if (keyword === 'uniqueItems')
    return `each item once; the items ${params['j']} and ${params['i']} are the same, counted from 0`;
  const [bound, noun] = countedBy.get(keyword) ?? [];
  if (bound !== undefined && noun !== undefined) return `${bound} ${counted(Number(params['limit']), noun)}`;
  const words = keyword === 'pattern' ? patternWords.get(params['pattern']) : undefined;
  return words ?? error.message ?? keyword;
};

const pointerOf = (prefix: string, error: ErrorObject): string => {
  const field = fieldOf(error);
  const place = `${prefix}${error.instancePath}`;
  return field === undefined ? place : pointerTo(place, field);
};

// «if» only says that «else» was broken, and «discriminator» that no branch has this tag: other errors stand beside them and say more.
const isEcho = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'if' || (keyword === 'discriminator' && params['tagValue'] !== undefined);

// The pattern by which the contracts say that a text is not blank. What is blank is said in the same way wherever it is found.
const isBlankness = ({ keyword, params }: ErrorObject): boolean => keyword === 'pattern' && params['pattern'] === '\\S';

const faultOf = (error: ErrorObject, prefix: string): FieldFault => {
  const pointer = pointerOf(prefix, error);
  if (isBlankness(error)) return blankFault(pointer);
  const code = error.keyword === 'discriminator' ? 'required' : error.keyword;
  return { pointer, code, expected: expectedOf(error) };
};

/** The faults behind Ajv's errors; `prefix` is where the value stands in the request. That a blank text is also too short is left out. */
export const faultsOf = (errors: readonly ErrorObject[], prefix: string): FieldFault[] => {
  const blank = new Set(errors.filter(isBlankness).map(({ instancePath }) => instancePath));
  return errors
    .filter((error) => !isEcho(error) && !(error.keyword === 'minLength' && blank.has(error.instancePath)))
    .map((error) => faultOf(error, prefix));
};
