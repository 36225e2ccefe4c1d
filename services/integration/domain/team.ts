// Leading teams as the HR system tells of them, by ids only.
import { businessId } from '#kernel/values/identifier.ts';

/** A team: that of the party committee of a place. */
export interface Team {
  readonly id: string;
  readonly organisationId: string;
  readonly placeId: string;
}

/** The id of the team of an organisation. */
export const teamId = (organisationId: string): string => businessId('team', organisationId);

/** A team with the number of its members on a day. */
export interface TeamCount {
  readonly teamId: string;
  readonly organisationId: string;
  readonly placeId: string;
  readonly memberCount: number;
}
