// Looking up what a caller named.

/** The value under a name from outside, or nothing. A plain object also answers to `constructor`, which nobody gave it. */
export const ownValue = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;
