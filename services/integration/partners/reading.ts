// Reading a partner's record tolerantly (exchange rule E19): what is needed is checked, what is not known is passed over.

import { type IsoDate, isIsoDate } from '#kernel/values/date.ts';
import { ownValue } from '#kernel/values/own.ts';
import { characterCount, isReadable, isVisible } from '#kernel/values/readable.ts';

/** A record that can't be read: the field, and never its value, which may be personal data. */
export class Unreadable extends Error {
  readonly field: string;

  constructor(field: string) {
    super(`The field ${field} is missing or not what the contract says.`);
    this.name = 'Unreadable';
    this.field = field;
  }
}

/** A record of which fields are read by name. */
export interface Reading {
  text(field: string, form?: RegExp): string;
  textOrNull(field: string, form?: RegExp): string | null;
  oneOf<W extends string>(field: string, words: readonly W[]): W;
  flag(field: string): boolean;
  integer(field: string, min: number, max: number): number;
  integerOrNull(field: string, min: number, max: number): number | null;
  date(field: string): IsoDate;
  dateOrNull(field: string): IsoDate | null;
  texts(field: string, form: RegExp, most: number): readonly string[];
}

const textLengthMax = 500;

const isText = (value: unknown, form: RegExp): value is string =>
  typeof value === 'string' &&
  characterCount(value) <= textLengthMax &&
  isReadable(value) &&
  isVisible(value) &&
  form.test(value);

/** Opens a record. Each function throws Unreadable where its field is not what it should be. */
export const readingOf = (value: unknown): Reading => {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const refuse = (field: string): never => {
    throw new Unreadable(field);
  };
  // An absent field means what null means: partners leave out what they have not.
  const isAbsent = (field: string): boolean => (ownValue(record, field) ?? null) === null;
  const text = (field: string, form = /^/): string => {
    const given = ownValue(record, field);
    return isText(given, form) ? given : refuse(field);
  };
  const date = (field: string): IsoDate => {
    const given = ownValue(record, field);
    return isIsoDate(given) ? given : refuse(field);
  };
  const integer = (field: string, min: number, max: number): number => {
    const given = ownValue(record, field);
    const fits = typeof given === 'number' && Number.isSafeInteger(given) && given >= min && given <= max;
    return fits ? given : refuse(field);
  };
  return {
    text,
    date,
    integer,
    integerOrNull: (field, min, max) => (isAbsent(field) ? null : integer(field, min, max)),
    textOrNull: (field, form) => (isAbsent(field) ? null : text(field, form)),
    dateOrNull: (field) => (isAbsent(field) ? null : date(field)),
    oneOf: (field, words) => words.find((word) => word === ownValue(record, field)) ?? refuse(field),
    flag: (field) => {
      const given = ownValue(record, field);
      return typeof given === 'boolean' ? given : refuse(field);
    },
    texts: (field, form, most) => {
      const given = ownValue(record, field) ?? [];
      const fits =
        Array.isArray(given) && given.length <= most && given.every((one): one is string => isText(one, form));
      return fits ? given : refuse(field);
    },
  };
};

/** What of a list could be read, and how many records could not. */
export interface ReadRecords<T> {
  readonly records: readonly T[];
  readonly refused: number;
}

/** Reads each record; those that can't be read are counted and told to `refusedFor` by field. */
export const readRecords = <T>(
  values: readonly unknown[],
  read: (reading: Reading) => T,
  refusedFor: (field: string) => void,
): ReadRecords<T> => {
  const records: T[] = [];
  let refused = 0;
  for (const value of values) {
    try {
      records.push(read(readingOf(value)));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      refused += 1;
      refusedFor(error.field);
    }
  }
  return { records, refused };
};
