// Whom a caller may read: the persons of the county, or those who hold a post in the caller's part of it.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { compileScope, type Scoped } from '#kernel/scope/scope.ts';
import type { IsoDate } from '#kernel/values/date.ts';
import { placeOfTenant } from '../domain/place.ts';

/** The two ways to see what concerns a person: by the whole county, or by the place of `organisation`, both as of a day. */
const waysToSee = (caller: Scoped, county: string, day: IsoDate) => {
  const date = sql`${day}::date`;
  return {
    date,
    whole: compileScope(caller, { place: sql`${placeOfTenant(county)}::uuid`, date }),
    part: compileScope(caller, { place: sql.ref('organisation.place_id'), date }),
  };
};

/**
 * The condition on `person` that the caller may read it on a day of its county: the whole county is in the caller's scope, or
 * the organisation of a post that the person holds that day lies in it. So who sees a part of the county reads its present
 * officials alone, and who sees no place reads nobody.
 */
export const seesPerson = (caller: Scoped, county: string, day: IsoDate): RawBuilder<SqlBool> => {
  const { date, whole, part } = waysToSee(caller, county, day);
  return sql<SqlBool>`(${whole} or exists (
    select from post join organisation on organisation.county = post.county and organisation.id = post.organisation_id
    where post.county = person.county and post.person_id = person.id
      and post.held_from <= ${date} and (post.held_to is null or post.held_to > ${date}) and ${part}
  ))`;
};

/**
 * The condition on `post` that the caller may read it on a day of its county, of a person that they may read: the whole county
 * is in the caller's scope, or the organisation of the post lies in it. A post elsewhere says what another part's office knows.
 */
export const seesPost = (caller: Scoped, county: string, day: IsoDate): RawBuilder<SqlBool> => {
  const { whole, part } = waysToSee(caller, county, day);
  return sql<SqlBool>`(${whole} or exists (
    select from organisation
    where organisation.county = post.county and organisation.id = post.organisation_id and ${part}
  ))`;
};
