// Starts the simulated provincial platform: its API on one port, its control on another.
import provinceContract from '#contracts/generated/partner-province.json' with { type: 'json' };
import provinceControlContract from '#contracts/generated/partner-province-control.json' with { type: 'json' };
import { openDirectory } from '../directory-data/directory.ts';
import { tokenCheck } from '../partner/access-token.ts';
import { type PartnerSettings, type RunningPartner, startPartner } from '../partner/partner.ts';
import { provinceControl } from './control.ts';
import { provinceHandlers } from './handlers.ts';
import { openState } from './state.ts';

/** Starts both servers. `url` and `controlUrl` are origins; the contracts' server paths (/api/v1, /control) follow them. */
export const startProvince = (settings: PartnerSettings): Promise<RunningPartner> => {
  const state = openState(settings.journalFile);
  return startPartner({
    settings,
    authenticate: tokenCheck(settings.token),
    faults: state.faults,
    contract: provinceContract,
    handlers: provinceHandlers({ directory: openDirectory(), seed: settings.seed, state }),
    controlContract: provinceControlContract,
    controlHandlers: (calls) => provinceControl(state, calls),
  });
};
