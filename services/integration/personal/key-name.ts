// The name of a key of personal data: it stands in each ciphertext, and in the list of the former keys once it is one.
import { text, type Variable } from '#kernel/config/variable.ts';

/** What a name may be: a list parts names from keys by `=` and from one another by commas, and loses the space around them. */
export const keyNamePattern: RegExp = /[^=,\s]([^=,]*[^=,\s])?/;

const whole = new RegExp(`^${keyNamePattern.source}$`);

/** A name that the list of the former keys can hold later. */
export const keyName = (description: string, fallback: string): Variable<string> => {
  const variable = text({ description, fallback });
  return {
    ...variable,
    form: 'text without = and ,',
    read: (given) =>
      whole.test(given) ? { value: given } : { fault: 'is not a name without =, comma and space at its ends' },
  };
};
