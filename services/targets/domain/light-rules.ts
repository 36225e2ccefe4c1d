// The light rules of a cycle, as its scheme states them: data with a version, never code.
import type { Limit } from '#kernel/values/deadline.ts';
import { type Decimal, decimal, isDecimal } from '#kernel/values/decimal.ts';

/** What colour a light has at which completion, when data are late, and which colours call for a notice. */
export type LightRules = {
  readonly version: string;
  /** On course from this completion. */
  readonly green: Decimal;
  /** Behind from this completion; far behind below it. */
  readonly yellow: Decimal;
  /** After a period's end. */
  readonly dataDue: Limit;
  readonly noticeColours: readonly ('yellow' | 'red')[];
};

/** The rules as CycleOpened carries them (LightRules of the scheme's contract), as far as lights need them. */
type WrittenLightRules = {
  readonly version: string;
  readonly green: { readonly completion: string };
  readonly yellow: { readonly completion: string };
  readonly dataDue: Limit;
  readonly notices: { readonly colours: readonly ('yellow' | 'red')[] };
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

const isLimit = (value: unknown): boolean =>
  ['working-days', 'calendar-days'].includes(String(fieldOf(value, 'unit'))) &&
  Number.isInteger(fieldOf(value, 'days'));

const isWritten = (value: unknown): value is WrittenLightRules => {
  const colours = fieldOf(fieldOf(value, 'notices'), 'colours');
  return (
    typeof fieldOf(value, 'version') === 'string' &&
    isDecimal(fieldOf(fieldOf(value, 'green'), 'completion')) &&
    isDecimal(fieldOf(fieldOf(value, 'yellow'), 'completion')) &&
    isLimit(fieldOf(value, 'dataDue')) &&
    Array.isArray(colours) &&
    colours.every((colour) => colour === 'yellow' || colour === 'red')
  );
};

/** Reads the rules; what is not as the scheme's contract says is a fault of its sender, thrown as a plain error. */
export const readLightRules = (written: unknown): LightRules => {
  if (!isWritten(written)) throw new Error('The light rules are not as the contract of schemes says.');
  const { version, green, yellow, dataDue, notices } = written;
  return {
    version,
    green: decimal(green.completion),
    yellow: decimal(yellow.completion),
    dataDue,
    noticeColours: notices.colours,
  };
};
