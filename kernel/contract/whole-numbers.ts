// Whole numbers in the path and the query, which are texts there: decimal digits and nothing else.
import type { ContractDocument, ParameterContract } from './document.ts';

// `0x10`, `1e2` and ` 10` are numbers to JavaScript; the contract says integer, which a caller writes in digits.
const wholeNumber = /^-?(0|[1-9][0-9]{0,15})$/;

const typeOf = (document: ContractDocument, { schema }: ParameterContract): unknown => {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  const target = name === undefined ? schema : document.components['schemas']?.[name];
  return typeof target === 'object' && target !== null ? Reflect.get(target, 'type') : undefined;
};

/**
 * Makes numbers of the texts of an operation's integer parameters, in place. What is written in another way stays a text, and
 * is a fault of its type.
 */
export const wholeNumbersIn = (
  document: ContractDocument,
  parameters: readonly ParameterContract[],
): ((value: unknown) => void) => {
  const integers = parameters.filter((parameter) => typeOf(document, parameter) === 'integer');
  return (value) => {
    for (const { in: part, name } of integers) {
      const own: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined;
      if (typeof own !== 'object' || own === null) continue;
      const text: unknown = Reflect.get(own, name);
      if (typeof text === 'string' && wholeNumber.test(text)) Reflect.set(own, name, Number(text));
    }
  };
};
