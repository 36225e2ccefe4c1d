// Runs the simulated provincial platform as a process, configured by the environment.
import { readConfig } from '#kernel/config/read.ts';
import { runPartner } from '../partner/run.ts';
import { partnerSettings, partnerVariables } from '../partner/settings.ts';
import { startProvince } from './start.ts';

await runPartner('simulated-province', async (logger) =>
  startProvince(partnerSettings(readConfig(partnerVariables, process.env), logger)),
);
