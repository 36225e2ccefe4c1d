// The unified social credit code of an organisation (统一社会信用代码, GB 32100-2015).
import { valueError } from './value-error.ts';

declare const creditCodeBrand: unique symbol;

/** A credit code of the right form; its check character may still differ, since some early codes in force fail it. */
export type CreditCode = string & { readonly [creditCodeBrand]: true };

// The alphabet leaves out I, O, S, V and Z, which are mistaken for figures.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const codePattern = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const bodyLength = 17;

/** Reads a code of 18 characters; CREDIT_CODE_MALFORMED for another form. A wrong check character is not refused: see `hasValidCheck`. */
export const creditCode = (text: string): CreditCode => {
  if (!codePattern.test(text)) throw valueError('CREDIT_CODE_MALFORMED', { value: text });
  return text as CreditCode;
};

/** The check character of the first 17 characters: (31 − Σ cᵢ·3^(i−1) mod 31) mod 31. */
export const creditCheckCharacter = (body: string): string => {
  const values = Array.from(body, (character) => alphabet.indexOf(character));
  if (values.length !== bodyLength || values.includes(-1)) throw valueError('CREDIT_CODE_MALFORMED', { value: body });
  const weighted = values.reduce((total, value, index) => total + value * (weights[index] ?? 0), 0);
  // Without the last modulus a sum that 31 divides would point past the alphabet.
  return alphabet.charAt((31 - (weighted % 31)) % 31);
};

/** Whether the check character fits; a difference is a warning to show, not a reason to reject. */
export const hasValidCheck = (code: CreditCode): boolean =>
  creditCheckCharacter(code.slice(0, bodyLength)) === code.charAt(bodyLength);
