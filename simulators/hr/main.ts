// Runs the simulated HR system as a process, configured by the environment.
import { readConfig } from '#kernel/config/read.ts';
import { address, text } from '#kernel/config/variable.ts';
import { runPartner } from '../partner/run.ts';
import { partnerSettings, partnerVariables } from '../partner/settings.ts';
import { startHr } from './start.ts';

const variables = {
  ...partnerVariables,
  SIMULATOR_INTEGRATION_URL: address({
    description: 'The origin of the gateway with the feed',
    schemes: ['http', 'https'],
  }),
  SIMULATOR_TOKEN_URL: address({ description: 'The token endpoint of the issuer', schemes: ['http', 'https'] }),
  SIMULATOR_CLIENT_ID: text({ description: 'This system’s client at the issuer', fallback: 'hr-system' }),
  SIMULATOR_CLIENT_SECRET: text({ description: 'The secret of that client', secret: true }),
};

await runPartner('simulated-hr', async (logger) => {
  const values = readConfig(variables, process.env);
  return startHr({
    ...partnerSettings(values, logger),
    integrationUrl: values.SIMULATOR_INTEGRATION_URL,
    client: {
      tokenUrl: values.SIMULATOR_TOKEN_URL,
      clientId: values.SIMULATOR_CLIENT_ID,
      clientSecret: values.SIMULATOR_CLIENT_SECRET,
    },
  });
});
