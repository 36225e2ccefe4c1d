// A text that shows nothing, as a refusal names it.
import type { FieldFault } from './problem.ts';

/** The fault of a blank text: of blanks alone, of characters that no font shows, or of none where one is needed. */
export const blankFault = (pointer: string): FieldFault => ({
  pointer,
  code: 'blank',
  expected: 'a text with a visible character',
});
