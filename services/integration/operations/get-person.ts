// getPerson: an audited read of personal data, its purpose kept.
import { problem } from '#kernel/problem/problem.ts';
import { maskedIdNumber } from '../domain/mask.ts';
import type { IntegrationCall, IntegrationHandler } from '../handler.ts';
import type { PersonKeys } from '../personal/keys.ts';
import { type PersonRow, personOf } from '../personal/person.ts';
import { countiesOfPerson, findPerson, recordReading } from '../store/persons.ts';
import { postsOfPerson } from '../store/posts.ts';
import { seesPerson, seesPost } from '../store/sees-person.ts';

/** The person in the first of the caller's counties that shows it: who moved between two is known in both. */
const findVisible = async (call: IntegrationCall, id: string): Promise<PersonRow | undefined> => {
  for (const county of await countiesOfPerson(call.tx, id)) {
    const sees = seesPerson(call.caller, county, await call.today(county));
    const row = await findPerson(call.tx, { county, id }, sees);
    if (row !== undefined) return row;
  }
  return undefined;
};

/**
 * Builds the handler: the person with those posts, past ones among them, that lie in the caller's scope. NOT_FOUND also for
 * another county's person and outside the caller's scope; PERSON_KEY_UNKNOWN where the key is not configured.
 */
export const getPerson =
  (keys: PersonKeys): IntegrationHandler<'getPerson'> =>
  async ({ path, query }, call) => {
    const row = await findVisible(call, path.personId);
    if (row === undefined) throw problem('NOT_FOUND', { what: '人员' });
    const { county, id } = row;
    const { subject } = call.caller;
    await recordReading(call.tx, { county, personId: id, subject, purpose: query.purpose, traceId: call.traceId });
    call.about(id, county);
    const person = personOf(keys, row);
    const sees = seesPost(call.caller, county, await call.today(county));
    const posts = await postsOfPerson(call.tx, { county, personId: id }, sees);
    const maskedNumber = maskedIdNumber(person.idNumber);
    const body = { id, name: person.name, maskedIdNumber: maskedNumber, state: person.state, posts: [...posts] };
    return { status: 200, body };
  };
