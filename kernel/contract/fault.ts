// What Ajv found, as an answer lists it: the field, the keyword that it breaks, and what was expected in words.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { blankFault } from '#kernel/problem/blank.ts';
import type { FieldFault } from '#kernel/problem/problem.ts';
import { counted } from '#kernel/values/counted.ts';
import { pointerTo } from '#kernel/values/pointer.ts';
import { blankPattern, formatWords, patternWords } from './form-words.ts';

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

const wordsOf = ({ keyword, params }: ErrorObject): string | undefined =>
  keyword === 'pattern'
    ? patternWords.get(params['pattern'])
    : keyword === 'format'
      ? formatWords.get(params['format'])
      : undefined;

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
  if (keyword === 'x-visible') return 'characters that show, without blanks';
  return wordsOf(error) ?? error.message ?? keyword;
};

const pointerOf = (prefix: string, error: ErrorObject): string => {
  const field = fieldOf(error);
  const place = `${prefix}${error.instancePath}`;
  return field === undefined ? place : pointerTo(place, field);
};

// «if» only says that «else» was broken, and «discriminator» that no branch has this tag: other errors stand beside them and say more.
const isEcho = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'if' || (keyword === 'discriminator' && params['tagValue'] !== undefined);

// What is blank is said in the same way wherever it is found.
const isBlankness = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'pattern' && params['pattern'] === blankPattern;

// Where a keyword is a matter of how schemas are written.
const codes: ReadonlyMap<string, string> = new Map([
  ['discriminator', 'required'],
  ['x-visible', 'hidden'],
]);

const faultOf = (error: ErrorObject, prefix: string): FieldFault => {
  const pointer = pointerOf(prefix, error);
  if (isBlankness(error)) return blankFault(pointer);
  const code = codes.get(error.keyword) ?? error.keyword;
  return { pointer, code, expected: expectedOf(error) };
};

/** The faults behind Ajv's errors; `prefix` is where the value stands in the request. That a blank text is also too short is left out. */
export const faultsOf = (errors: readonly ErrorObject[], prefix: string): FieldFault[] => {
  const blank = new Set(errors.filter(isBlankness).map(({ instancePath }) => instancePath));
  return errors
    .filter((error) => !isEcho(error) && !(error.keyword === 'minLength' && blank.has(error.instancePath)))
    .map((error) => faultOf(error, prefix));
};
