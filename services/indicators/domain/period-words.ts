// How often an element is reported, and how its period is written: for the sender of a period of another kind.

import { type PeriodKind, period, periodBounds, periodContaining, periodKind } from '#kernel/values/period.ts';
import type { Words } from '#kernel/values/words.ts';

const kinds: Readonly<Record<PeriodKind, { readonly zh: string; readonly en: string; readonly often: Words }>> = {
  month: { zh: '月份', en: 'month', often: { zh: '按月报送', en: 'is reported monthly' } },
  quarter: { zh: '季度', en: 'quarter', often: { zh: '按季报送', en: 'is reported quarterly' } },
  year: { zh: '年度', en: 'year', often: { zh: '按年报送', en: 'is reported yearly' } },
};

const isKind = (text: string): text is PeriodKind => Object.hasOwn(kinds, text);

/**
 * What an element of a frequency says of a batch whose period is of another kind: how often it is reported, and how such a
 * period is written, by the one that the batch's begins with. Throws PERIOD_INVALID for a text that is no period.
 */
export const frequencyWords = (frequency: string, given: string): Words => {
  if (!isKind(frequency)) throw new Error(`${frequency} is no frequency of a data element.`);
  const sent = period(given);
  const [wanted, other] = [kinds[frequency], kinds[periodKind(sent)]];
  const example = periodContaining(periodBounds(sent).from, frequency);
  return {
    zh: `${wanted.often.zh}，数据期应为${wanted.zh}，写作 ${example}，而本批次的数据期是${other.zh} ${given}`,
    en: `${wanted.often.en}: its period is a ${wanted.en}, written as ${example}, and this batch is of the ${other.en} ${given}`,
  };
};
