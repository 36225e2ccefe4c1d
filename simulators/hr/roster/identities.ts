// Fictional persons: names marked 虚构, ID numbers of the division 999999, which does not exist. No two persons share a number.
import { even, mix } from '../../values/noise.ts';

const surnames =
  '王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金';
const male = '伟强磊军勇杰涛明超刚平辉鹏华飞斌宇浩凯健俊峰建国志文博海东晓立新成';
const female = '芳娜敏静丽艳娟霞秀玲桂燕红梅雪琳萍洁莹颖晓云慧婷佳怡倩文瑶';

/** A0104: 1 男, 2 女. */
export type Sex = '1' | '2';

const pick = (characters: string, hash: number): string =>
  characters.charAt(Math.floor(even(hash) * characters.length));

/** A name with the mark 虚构. */
export const nameOf = (hash: number, sex: Sex): string => {
  const given = sex === '1' ? male : female;
  return `${pick(surnames, mix(hash, 41))}${pick(given, mix(hash, 42))}${pick(given, mix(hash, 43))}（虚构）`;
};

const firstBirth = Date.UTC(1968, 0, 1);
const dayMs = 24 * 60 * 60 * 1000;
/** Births lie in 1968 to 1992; the numbers 001 to 999 of a day make the rest of an ID number. */
const birthDays = 9_131;
const serialsPerDay = 999;
/** Coprime to the number of days and serials, so that neighbours get births far apart and no two the same number. */
const stride = 1_000_003;
const seatsMax = 16;
/** All places with all their seats need fewer numbers, so no two seats get the same one. */
const numbers = birthDays * serialsPerDay;

/** Birth, serial and sex of the person on a seat of the place at a position. The serial is odd for men (GB 11643). */
export const birthOf = (
  position: number,
  seat: number,
): { readonly birth: string; readonly serial: number; readonly sex: Sex } => {
  const number = ((position * seatsMax + seat) * stride) % numbers;
  const serial = Math.floor(number / birthDays) + 1;
  const birth = new Date(firstBirth + (number % birthDays) * dayMs).toISOString().slice(0, 10);
  return { birth, serial, sex: serial % 2 === 1 ? '1' : '2' };
};

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checks = '10X98765432';

/** The ID number (GB 11643) of a birth and a serial, with its check character. */
export const idNumber = (birth: string, serial: number): string => {
  const body = `999999${birth.replaceAll('-', '')}${String(serial).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body.charAt(index)), 0);
  return `${body}${checks.charAt(sum % 11)}`;
};
