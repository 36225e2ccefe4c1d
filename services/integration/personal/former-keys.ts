// The variable of the former keys of persons: they read what was written under them, and write nothing any more.
import type { Variable } from '#kernel/config/variable.ts';
import { keyNamePattern } from './key-name.ts';

/** Key name → key. */
export type FormerKeys = ReadonlyMap<string, Uint8Array>;

const form = new RegExp(`^(?<name>${keyNamePattern.source})=(?<digits>[0-9a-fA-F]{64})$`);

/**
 * Names and keys, `k1=<64 hexadecimal digits>,k2=…`; a blank is none. No fault repeats what was given: a part that can't be read
 * may be a key.
 */
export const formerKeys = (description: string): Variable<FormerKeys> => ({
  description,
  form: 'name=key, separated by commas, each key 64 hexadecimal digits',
  secret: true,
  fallback: { value: new Map(), text: '' },
  read: (text) => {
    const keys = new Map<string, Uint8Array>();
    if (text.trim() === '') return { value: keys };
    for (const [index, part] of text.split(',').entries()) {
      const { name, digits } = form.exec(part.trim())?.groups ?? {};
      if (name === undefined || digits === undefined)
        return { fault: `has a part, number ${index + 1}, that is not a name, =, and 64 hexadecimal digits` };
      if (keys.has(name)) return { fault: `names two keys ${name}` };
      keys.set(name, Buffer.from(digits, 'hex'));
    }
    return { value: keys };
  },
});
