// The environment variables of both simulated partners when they run as processes.
import type { Logger } from 'pino';
import { address, integer, text, type ValuesOf, type Variable } from '#kernel/config/variable.ts';
import type { PartnerSettings } from './partner.ts';

const port = (description: string): Variable<number> =>
  integer({ description, unit: 'port', min: 0, max: 65_535, fallback: 0 });

/** The names begin with SIMULATOR_, so that they never meet those of the product. */
export const partnerVariables: {
  readonly SIMULATOR_HOST: Variable<string>;
  readonly SIMULATOR_PORT: Variable<number>;
  readonly SIMULATOR_CONTROL_PORT: Variable<number>;
  readonly SIMULATOR_ISSUER: Variable<string>;
  readonly SIMULATOR_JWKS_URL: Variable<string>;
  readonly SIMULATOR_AUDIENCE: Variable<string>;
  readonly SIMULATOR_CALLER_ROLE: Variable<string>;
  readonly SIMULATOR_SEED: Variable<number>;
  readonly SIMULATOR_JOURNAL: Variable<string>;
} = {
  SIMULATOR_HOST: text({ description: 'The address to listen on', fallback: '127.0.0.1' }),
  SIMULATOR_PORT: port('The port of the API; 0 takes a free one'),
  SIMULATOR_CONTROL_PORT: port('The port of the control; 0 takes a free one'),
  SIMULATOR_ISSUER: address({ description: 'The issuer of the callers’ tokens', schemes: ['http', 'https'] }),
  SIMULATOR_JWKS_URL: text({ description: 'Where the issuer’s keys are; below the issuer when not set', fallback: '' }),
  SIMULATOR_AUDIENCE: text({ description: 'The audience that a token must be for', fallback: 'jixiao' }),
  SIMULATOR_CALLER_ROLE: text({
    description: 'The realm role that a caller must hold',
    fallback: 'service:integration',
  }),
  SIMULATOR_SEED: integer({
    description: 'Which of all simulations',
    unit: 'seed',
    min: 0,
    max: 4_294_967_295,
    fallback: 1,
  }),
  SIMULATOR_JOURNAL: text({
    description: 'The file of the journal; when it is not set, a restart forgets everything',
    fallback: '',
  }),
};

/** The settings that follow from the variables. */
export const partnerSettings = (values: ValuesOf<typeof partnerVariables>, logger: Logger): PartnerSettings => ({
  host: values.SIMULATOR_HOST,
  port: values.SIMULATOR_PORT,
  controlPort: values.SIMULATOR_CONTROL_PORT,
  seed: values.SIMULATOR_SEED,
  token: {
    issuer: values.SIMULATOR_ISSUER,
    audience: values.SIMULATOR_AUDIENCE,
    role: values.SIMULATOR_CALLER_ROLE,
    ...(values.SIMULATOR_JWKS_URL === '' ? {} : { jwksUrl: values.SIMULATOR_JWKS_URL }),
  },
  ...(values.SIMULATOR_JOURNAL === '' ? {} : { journalFile: values.SIMULATOR_JOURNAL }),
  logger,
});
