// Fictional unified social credit codes (统一社会信用代码): valid by GB 32100-2015, recognisable by the division 999999.

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;
/** 1: registered by the commission for posts (机构编制), 1: an organ (机关), 999999: a division that does not exist. */
const fictionalHead = '11999999';
const organisationDigits = 8;

/** A character's value in GB 11714: figures as they are, letters from A = 10. */
const valueInOrganisationCode = (character: string): number => Number.parseInt(character, 36);

/** The ninth character of an organisation code (GB 11714): 11 − Σ mod 11, 10 is X, 11 is 0. */
export const organisationCheck = (body: string): string => {
  const sum = organisationWeights.reduce(
    (total, weight, index) => total + weight * valueInOrganisationCode(body.charAt(index)),
    0,
  );
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
};

/** The 18th character (GB 32100): (31 − Σ mod 31) mod 31. Without the second modulus a sum that 31 divides has no character. */
export const creditCheck = (body: string): string => {
  const sum = weights.reduce((total, weight, index) => total + weight * alphabet.indexOf(body.charAt(index)), 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
};

/** The code of a number from 0 to 31^8 − 1. No two numbers share a code. */
export const fictionalCreditCode = (serial: number): string => {
  let rest = serial;
  let body = '';
  for (let place = 0; place < organisationDigits; place++) {
    body = alphabet.charAt(rest % alphabet.length) + body;
    rest = Math.floor(rest / alphabet.length);
  }
  const coded = `${fictionalHead}${body}${organisationCheck(body)}`;
  return `${coded}${creditCheck(coded)}`;
};

/** True when the form and the check character are right. */
export const isCreditCode = (code: string): boolean =>
  /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && creditCheck(code.slice(0, 17)) === code.charAt(17);
