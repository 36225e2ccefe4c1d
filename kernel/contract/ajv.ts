// How Ajv is set up here: strict schemas, the formats of JSON Schema, the words of OpenAPI.
import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isIsoDate } from '#kernel/values/date.ts';
import { isVisible } from '#kernel/values/readable.ts';

/** Those of OpenAPI, and our own: `x-open` says that values may be added to an enum, `x-id` that a text may be an id. */
const otherWords = ['example', 'xml', 'externalDocs', 'x-open', 'x-id'];

/** An Ajv for JSON Schema 2020-12. A schema that does not compile stops the start, not a request. */
export const createAjv = (options: Options = {}): Ajv2020 => {
  const ajv = new Ajv2020({
    strict: true,
    // Unions such as [string, 'null'] are what OpenAPI 3.1 has for an absent value.
    allowUnionTypes: true,
    strictRequired: false,
    useDefaults: true,
    ...options,
  });
  // ajv-formats is CommonJS: its callable is the property `default` of what an ES module imports.
  addFormats.default(ajv);
  // The package takes `urn:uuid:` before it too (RFC 4122), which is no id here: PostgreSQL refuses it.
  ajv.addFormat('uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  // A day is one of 1900 to 2199 everywhere: what is taken beyond it, no list could be paged by.
  ajv.addFormat('date', isIsoDate);
  // In a text that names something, what does not show would make two names of one.
  ajv.addKeyword({
    keyword: 'x-visible',
    type: 'string',
    schemaType: 'boolean',
    validate: (wanted: boolean, text: string) => !wanted || Array.from(text).every(isVisible),
  });
  // With this option Ajv knows the word itself.
  ajv.addVocabulary(options.discriminator === true ? otherWords : [...otherWords, 'discriminator']);
  return ajv;
};
