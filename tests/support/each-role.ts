// A person for each role of people, by the name of the role.
import { type PersonalRole, personalRoles } from '#kernel/identity/roles.ts';
import type { DevelopmentUser } from '../../deploy/issuer/account.ts';

/** The people, who all have the same counties and places. */
export const eachRole = (counties: readonly string[], places: readonly string[]): readonly DevelopmentUser[] =>
  personalRoles.map((role: PersonalRole) => ({
    username: role,
    name: role,
    group: '测试',
    roles: [role],
    counties,
    places,
  }));
