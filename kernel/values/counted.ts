// A number with what it counts, in English.

/** `1 item`, `2 items`, `0 items`. For nouns whose plural only adds an s. */
export const counted = (count: number | string, noun: string): string =>
  `${count} ${noun}${String(count) === '1' ? '' : 's'}`;
