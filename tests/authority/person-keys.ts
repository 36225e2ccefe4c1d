// The keys of personal data of an embedded system under test: it has to be able to read a person that is planted.
import { createHmac } from 'node:crypto';
import type { PersonKeys } from '#services/integration/personal/keys.ts';

// As tests/support/system.ts derives them and deploy/embedded/services.ts names them.
const keyFor = (purpose: string): Buffer => createHmac('sha256', 'test').update(purpose).digest();

export const personKeys: PersonKeys = {
  fields: { current: 'embedded-1', keys: new Map([['embedded-1', keyFor('person/fields')]]) },
  blindIndex: keyFor('person/blind-index'),
  personId: keyFor('person/id'),
};
