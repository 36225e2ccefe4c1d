// The name of a key of personal data: it stands in each ciphertext, and in the list of the former keys once it is one.
import { matching, type Variable } from '#kernel/config/variable.ts';

/** What a name may be: a list parts names from keys by `=` and from one another by commas, and loses the space around them. */
export const keyNamePattern: RegExp = /[^=,\s]([^=,]*[^=,\s])?/;

/** A name that the list of the former keys can hold later. */
export const keyName = (description: string, fallback: string): Variable<string> =>
  matching({
    description,
    fallback,
    pattern: new RegExp(`^${keyNamePattern.source}$`),
    form: 'a name without =, comma, and space at its ends',
  });
