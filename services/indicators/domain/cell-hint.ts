// What a spreadsheet made of a cell: the forms in which Excel and its kin write a value otherwise than the contract has it.
import type { Words } from '#kernel/values/words.ts';

type Form = { readonly looks: RegExp; readonly words: Words };

const formula: Words = {
  zh: '以 =、+ 或 @ 开头的是公式，请改为公式的结果',
  en: 'what begins with =, + or @ is a formula: put its result in its place',
};

// The first that fits is said.
const forms: readonly Form[] = [
  {
    looks: /^[\s\p{Default_Ignorable_Code_Point}]+$/u,
    words: { zh: '单元格没有可见的内容', en: 'nothing in the cell can be seen' },
  },
  {
    looks: /^[\s\p{Default_Ignorable_Code_Point}]|[\s\p{Default_Ignorable_Code_Point}]$/u,
    words: {
      zh: '首尾有空白（可能是不间断空格或全角空格），请去掉',
      en: 'it begins or ends with a blank, which may be one that does not break or a wide one: take it away',
    },
  },
  {
    looks: /^['‘’＇]/u,
    words: {
      zh: '以撇号开头，那是电子表格的文本标记，请去掉',
      en: 'it begins with an apostrophe, by which a spreadsheet marks a text: take it away',
    },
  },
  { looks: /^[=+@]/, words: formula },
  {
    looks: /^#/,
    words: { zh: '这是电子表格的错误值', en: 'that is an error value of a spreadsheet' },
  },
  {
    looks: /^[-+]?\d(?:\.\d+)?e[-+]?\d+$/i,
    words: {
      zh: '电子表格将其改成了科学计数法，请将该列设为文本后重新填写',
      en: 'a spreadsheet wrote it in scientific notation: format the column as text and enter it again',
    },
  },
  {
    looks: /^-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?$/,
    words: { zh: '请去掉千位分隔符', en: 'leave the thousands separators out' },
  },
  { looks: /[%％]$/, words: { zh: '请去掉百分号，按数据元的计量单位填写', en: 'leave the percent sign out' } },
  {
    looks: /[０-９．－]/u,
    words: { zh: '含有全角字符，请改用半角', en: 'it holds full-width characters: use plain ones' },
  },
];

const asNumber: Words = { zh: '应写成文本，即加引号', en: 'it should be a text, in quotes' };

/** What a cell that is no value looks like, where it is a form that people meet; undefined for any other. */
export const cellHint = (cell: unknown): Words | undefined => {
  if (typeof cell === 'number') return asNumber;
  if (typeof cell !== 'string') return undefined;
  return forms.find(({ looks }) => looks.test(cell))?.words;
};
