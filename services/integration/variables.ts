// The variables that the integration service reads beside those of every service: the gateway, the partners, the keys of persons.
import { address, integer, keyBytes, text, type Variable, type Variables } from '#kernel/config/variable.ts';
import { type FormerKeys, formerKeys } from './personal/former-keys.ts';
import { keyName } from './personal/key-name.ts';

const keyLengthBytes = 32;

/** The variables and their types. */
export interface IntegrationVariables extends Variables {
  readonly JIXIAO_HTTP_HOST: Variable<string>;
  readonly JIXIAO_HTTP_PORT: Variable<number>;
  readonly JIXIAO_PROVINCE_URL: Variable<string>;
  readonly JIXIAO_HR_URL: Variable<string>;
  readonly JIXIAO_PERSON_ID_KEY: Variable<Uint8Array>;
  readonly JIXIAO_PERSON_KEY_NAME: Variable<string>;
  readonly JIXIAO_PERSON_KEY: Variable<Uint8Array>;
  readonly JIXIAO_PERSON_FORMER_KEYS: Variable<FormerKeys>;
  readonly JIXIAO_PERSON_INDEX_KEY: Variable<Uint8Array>;
}

/** The variables, each with its meaning and unit. */
export const integrationVariables: IntegrationVariables = {
  JIXIAO_HTTP_HOST: text({ description: 'Address of the gateway', fallback: '127.0.0.1' }),
  JIXIAO_HTTP_PORT: integer({
    description: 'Port of the gateway; 0 takes a free one',
    unit: 'port',
    min: 0,
    max: 65_535,
    fallback: 8_080,
  }),
  JIXIAO_PROVINCE_URL: address({ description: "Origin of the provincial platform's API", schemes: ['http', 'https'] }),
  JIXIAO_HR_URL: address({ description: "Origin of the HR system's API", schemes: ['http', 'https'] }),
  JIXIAO_PERSON_ID_KEY: keyBytes({
    description: 'Key of the ids of persons (HMAC of A0000). It never changes: the ids hang on it',
    bytes: keyLengthBytes,
    secret: true,
  }),
  JIXIAO_PERSON_KEY_NAME: keyName(
    'Name of the key that encrypts names and ID numbers; it stands in each ciphertext',
    'k1',
  ),
  JIXIAO_PERSON_KEY: keyBytes({
    description: 'The key that encrypts names and ID numbers (AES-256-GCM)',
    bytes: keyLengthBytes,
    secret: true,
  }),
  JIXIAO_PERSON_FORMER_KEYS: formerKeys(
    'Other keys that names and ID numbers are encrypted with, by their names: former ones, or the next one. They only read',
  ),
  JIXIAO_PERSON_INDEX_KEY: keyBytes({
    description: 'Key of the blind indexes of names and ID numbers (HMAC-SHA-256)',
    bytes: keyLengthBytes,
    secret: true,
  }),
};
