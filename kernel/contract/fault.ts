// What Ajv found, as an answer lists it: the field, the keyword that it breaks, and what was expected in words.
import type { ErrorObject } from 'ajv/dist/2020.js';
import { pointerTo } from '#kernel/problem/pointer.ts';
import type { FieldFault } from '#kernel/problem/problem.ts';

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

// The sentences have their Chinese in contracts/expectations.yaml.
const expectedOf = (error: ErrorObject): string => {
  const { keyword, params } = error;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return `no field «${fieldOf(error)}»`;
  if (keyword === 'required' || keyword === 'discriminator') return `the field «${fieldOf(error)}»`;
  if (keyword === 'enum') return oneOf(params['allowedValues']);
  if (keyword === 'const') return oneOf([params['allowedValue']]);
  return error.message ?? keyword;
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
