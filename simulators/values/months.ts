// Months as text (2025-03), which sorts by time.
import { Refusal } from '../http/refusal.ts';

/** The most months that one question may span. */
export const monthsMax = 60;

export const monthOf = (text: string): { readonly year: number; readonly month: number } => ({
  year: Number(text.slice(0, 4)),
  month: Number(text.slice(5, 7)),
});

const textOf = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;

const indexOf = (text: string): number => {
  const { year, month } = monthOf(text);
  return year * 12 + month - 1;
};

/** The month after. */
export const nextMonth = (text: string): string => textOf(indexOf(text) + 1);

/** All months from the first to the last; REQUEST_INVALID when they are in the wrong order or too many. */
export const monthsBetween = (from: string, to: string): readonly string[] => {
  const [first, last] = [indexOf(from), indexOf(to)];
  if (last < first || last - first >= monthsMax)
    throw new Refusal(400, 'REQUEST_INVALID', 'The months do not fit', [
      { pointer: '/query/to', expected: `a month not before \`from\`, within ${monthsMax} months` },
    ]);
  return Array.from({ length: last - first + 1 }, (_, step) => textOf(first + step));
};
