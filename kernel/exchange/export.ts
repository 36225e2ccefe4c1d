// The order of an export: byte order of stated keys, so that two runs can be compared as bytes (exchange rule E21).

/**
 * Fails unless the keys rise in the byte order of UTF-8 behind `after`, each once. The database sorts; a list that sorts by its
 * collation, or by a key that two records share, is a fault of the program, since the order of its records would be chance.
 */
export const requireByteOrder = (after: string, keys: readonly string[]): void => {
  let before = Buffer.from(after, 'utf8');
  for (const key of keys) {
    const bytes = Buffer.from(key, 'utf8');
    if (Buffer.compare(before, bytes) >= 0)
      throw new Error(`The key «${key}» of an export does not come behind «${before.toString('utf8')}» in byte order.`);
    before = bytes;
  }
};
