// The keys of personal data, as the configuration gives them.
import { ConfigError } from '#kernel/config/read.ts';
import type { ValuesOf } from '#kernel/config/variable.ts';
import type { IntegrationVariables } from '../variables.ts';

/** A key that encrypts fields, and all that ciphertexts may still name. */
export interface FieldKeys {
  /** The id of the key that encrypts now. */
  readonly current: string;
  /** Key id → 32 bytes (AES-256). */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

/** All keys of personal data. Each has its own use. */
export interface PersonKeys {
  readonly fields: FieldKeys;
  /** For look-up digests, 32 bytes. */
  readonly blindIndex: Uint8Array;
  /** For person ids out of A0000, at least 32 bytes. */
  readonly personId: Uint8Array;
}

type KeyConfig = Pick<
  ValuesOf<IntegrationVariables>,
  | 'JIXIAO_PERSON_KEY_NAME'
  | 'JIXIAO_PERSON_KEY'
  | 'JIXIAO_PERSON_FORMER_KEYS'
  | 'JIXIAO_PERSON_INDEX_KEY'
  | 'JIXIAO_PERSON_ID_KEY'
>;

/**
 * The keys of a configuration. Throws ConfigError where the present key has the name of a former one: what was written under
 * the former would be tried with the present, and could not be read.
 */
export const configuredKeys = (config: KeyConfig): PersonKeys => {
  const { JIXIAO_PERSON_KEY_NAME: current, JIXIAO_PERSON_FORMER_KEYS: former } = config;
  if (former.has(current))
    throw new ConfigError([
      `JIXIAO_PERSON_FORMER_KEYS has a key ${current}, which is what JIXIAO_PERSON_KEY_NAME calls the present one: name it anew`,
    ]);
  return {
    fields: { current, keys: new Map([...former, [current, config.JIXIAO_PERSON_KEY]]) },
    blindIndex: config.JIXIAO_PERSON_INDEX_KEY,
    personId: config.JIXIAO_PERSON_ID_KEY,
  };
};
