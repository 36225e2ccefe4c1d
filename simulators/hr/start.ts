// Starts the simulated HR system: its API on one port, its control on another, and a client of our feed.
import hrContract from '#contracts/generated/partner-hr.json' with { type: 'json' };
import hrControlContract from '#contracts/generated/partner-hr-control.json' with { type: 'json' };
import { openDirectory } from '../directory-data/directory.ts';
import { tokenCheck } from '../partner/access-token.ts';
import { type ClientSettings, clientToken } from '../partner/client-token.ts';
import { type PartnerSettings, type RunningPartner, startPartner } from '../partner/partner.ts';
import { hrControl } from './control.ts';
import { openFeed } from './feed/feed.ts';
import { hrHandlers } from './handlers.ts';
import { teams } from './roster/lists.ts';
import { type KnownAs, rosterUpdatedOn } from './roster/roster.ts';
import { type HrState, openState } from './state.ts';

export type HrSettings = PartnerSettings & {
  /** The origin of our gateway, where the feed is. */
  readonly integrationUrl: string;
  /** The client of this system at the issuer. */
  readonly client: ClientSettings;
};

/** A planted change of the roster is dated on the driver's day; without one, on the day of the roster. */
const knownAsOf =
  (state: HrState): KnownAs =>
  (creditCode) => {
    const change = state.rosterChanges().find((one) => one.creditCode === creditCode);
    if (change === undefined) return { creditCode, updatedOn: rosterUpdatedOn };
    if (change.replacement === null) return null;
    return { creditCode: change.replacement, updatedOn: state.day() ?? rosterUpdatedOn };
  };

/** Starts both servers. `url` and `controlUrl` are origins; the contracts' server paths (/api/v1, /control) follow them. */
export const startHr = async (settings: HrSettings): Promise<RunningPartner> => {
  const state = openState(settings.journalFile);
  const source = { directory: openDirectory(), seed: settings.seed, knownAs: knownAsOf(state) };
  const token = clientToken(settings.client, () => Date.now());
  const knowsTeam = (county: string, creditCode: string): boolean => {
    for (const { record } of teams(source, { under: county })) if (record.creditCode === creditCode) return true;
    return false;
  };
  const deps = { state, feed: openFeed({ integrationUrl: settings.integrationUrl, token }), knowsTeam };
  return startPartner({
    settings,
    authenticate: tokenCheck(settings.token),
    faults: state.faults,
    contract: hrContract,
    handlers: hrHandlers(source),
    controlContract: hrControlContract,
    controlHandlers: (calls) => hrControl(deps, calls),
  });
};
