// The number under which an organ issued a document (发文字号): organ, year, number.
import { characterCount } from './readable.ts';
import { valueError } from './value-error.ts';

/** A 文号 taken apart: 瑞委〔2012〕6号 is organ 瑞委, year 2012, number 6. It is no key: two documents may bear one. */
export type DocumentReference = { readonly organ: string; readonly year: number; readonly number: number };

/** The longest 文号 that is read, in characters. */
export const documentReferenceLengthMax = 60;

// GB/T 9704-2012 asks for the six-cornered brackets 〔〕; people type others, which are read and brought to it.
const referencePattern =
  /^([\p{Script=Han}\p{Lu}\d]{1,30})[〔[(（【［]((?:19|20|21)\d{2})[〕\])）】］](?:第)?([1-9]\d{0,5})号$/u;

/** Reads a 文号, blanks removed; DOCUMENT_REFERENCE_INVALID when a part is missing or the number begins with a zero. */
export const documentReference = (text: string): DocumentReference => {
  const compact = characterCount(text) > documentReferenceLengthMax ? '' : text.normalize('NFC').replace(/\s+/g, '');
  const parts = referencePattern.exec(compact);
  const [organ, year, number] = parts?.slice(1) ?? [];
  if (organ === undefined || year === undefined || number === undefined) {
    throw valueError('DOCUMENT_REFERENCE_INVALID', { value: text });
  }
  return { organ, year: Number(year), number: Number(number) };
};

/** The 文号 as GB/T 9704-2012 writes it. */
export const documentReferenceText = ({ organ, year, number }: DocumentReference): string =>
  `${organ}〔${year}〕${number}号`;
