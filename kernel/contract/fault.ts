// What Ajv found, as an answer lists it: the field, the keyword that it breaks, and what was expected in words.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { FieldFault } from '#kernel/problem/problem.ts';
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

// The sentences have their Chinese in contracts/expectations.yaml.
const expectedOf = (error: ErrorObject): string => {
  const { keyword, params } = error;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return `no field «${fieldOf(error)}»`;
  if (keyword === 'required' || keyword === 'discriminator') return `the field «${fieldOf(error)}»`;
  if (keyword === 'enum') return oneOf(params['allowedValues']);
  if (keyword === 'const') return oneOf([params['allowedValue']]);
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

/** The faults behind Ajv's errors; `prefix` is where the value stands in the request. */
export const faultsOf = (errors: readonly ErrorObject[], prefix: string): FieldFault[] =>
  errors
    .filter((error) => !isEcho(error))
    .map((error) => ({
      pointer: pointerOf(prefix, error),
      code: error.keyword === 'discriminator' ? 'required' : error.keyword,
      expected: expectedOf(error),
    }));
