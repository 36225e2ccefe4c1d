// Variables of the environment as typed values with units; what can't be read says so in one sentence.

/** One variable: how its text becomes a value, and what its documentation says. */
export interface Variable<T> {
  readonly description: string;
  /** What a value looks like, with its unit. */
  readonly form: string;
  readonly secret: boolean;
  /** The value where the variable is not set; a variable without one is required. */
  readonly fallback: { readonly value: T; readonly text: string } | undefined;
  /** The value of a text, or a sentence that says what is wrong with it. */
  read(text: string): { readonly value: T } | { readonly fault: string };
}

/** The variables of a program, by their names. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The values that a set of variables gives. */
export type ValuesOf<V extends Variables> = {
  readonly [Name in keyof V]: V[Name] extends Variable<infer T> ? T : never;
};

interface Said<T> {
  readonly description: string;
  readonly fallback?: T;
  readonly secret?: boolean;
}

const variable = <T>(
  said: Said<T>,
  form: string,
  textOf: (value: T) => string,
  read: Variable<T>['read'],
): Variable<T> => ({
  description: said.description,
  form,
  secret: said.secret ?? false,
  fallback: said.fallback === undefined ? undefined : { value: said.fallback, text: textOf(said.fallback) },
  read,
});

/** A text that is not empty. */
export const text = (said: Said<string>): Variable<string> =>
  variable(said, 'text', String, (given) => (given.trim() === '' ? { fault: 'is empty' } : { value: given }));

/** A text of a form, which the sentence of a fault names. */
export const matching = (said: Said<string> & { readonly pattern: RegExp; readonly form: string }): Variable<string> =>
  variable(said, said.form, String, (given) =>
    said.pattern.test(given) ? { value: given } : { fault: `is not ${said.form}` },
  );

/** A whole number with its unit, within bounds. */
export const integer = (
  said: Said<number> & { readonly unit: string; readonly min: number; readonly max: number },
): Variable<number> =>
  variable(said, `${said.min} to ${said.max} ${said.unit}`, String, (given) => {
    const value = Number(given);
    if (!/^-?[0-9]+$/.test(given) || value < said.min || value > said.max) {
      return { fault: `is not a whole number from ${said.min} to ${said.max} (${said.unit})` };
    }
    return { value };
  });

/** One of a few words. */
export const choice = <W extends string>(said: Said<W> & { readonly words: readonly W[] }): Variable<W> =>
  variable(said, said.words.join(' | '), String, (given) => {
    const value = said.words.find((word) => word === given);
    return value === undefined ? { fault: `is not one of ${said.words.join(', ')}` } : { value };
  });

/** An address with one of the schemes. */
export const address = (said: Said<string> & { readonly schemes: readonly string[] }): Variable<string> =>
  variable(said, said.schemes.map((scheme) => `${scheme}://…`).join(' | '), String, (given) => {
    if (!URL.canParse(given) || !said.schemes.includes(new URL(given).protocol.replace(':', ''))) {
      return {
        fault: `is not an address that begins with ${said.schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
      };
    }
    return { value: given };
  });

/** Several texts, separated by commas. */
export const list = (said: Said<readonly string[]>): Variable<readonly string[]> =>
  variable(
    said,
    'texts separated by commas',
    (value) => value.join(','),
    (given) => {
      const parts = given.split(',').map((part) => part.trim());
      return parts.includes('') ? { fault: 'has an empty part between its commas' } : { value: parts };
    },
  );

/** Bytes of a key, as hexadecimal digits. */
export const keyBytes = (said: Said<Uint8Array> & { readonly bytes: number }): Variable<Uint8Array> =>
  variable(
    said,
    `${said.bytes * 2} hexadecimal digits`,
    () => '…',
    (given) =>
      new RegExp(`^[0-9a-fA-F]{${said.bytes * 2}}$`).test(given)
        ? { value: Buffer.from(given, 'hex') }
        : { fault: `is not ${said.bytes * 2} hexadecimal digits` },
  );
