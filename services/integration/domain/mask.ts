// Personal data as they are shown where the whole is not needed: 姓+*, and the ID number without its date of birth.

/** The surname's first character and a star: 王*. */
export const maskedName = (name: string): string => `${Array.from(name.trim())[0] ?? ''}*`;

const headDigits = 6;
const tailDigits = 4;

/** The first 6 and the last 4 characters of an ID number of 18, the 8 of the date of birth starred. */
export const maskedIdNumber = (idNumber: string): string =>
  `${idNumber.slice(0, headDigits)}${'*'.repeat(Math.max(0, idNumber.length - headDigits - tailDigits))}${idNumber.slice(-tailDigits)}`;
