// The front of the service under load: the gateway's routes and the development issuer, as another process than the service.
import { Readable } from 'node:stream';
import { operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceClient, serviceRole } from '#kernel/identity/roles.ts';
import { createVerifier } from '#kernel/identity/verifier.ts';
import { dispatchStreamTo } from '#kernel/operation/internal-client.ts';
import { precheckBy } from '#kernel/operation/precheck.ts';
import { createGateway } from '#services/integration/gateway/app.ts';
import { listen } from '#services/integration/gateway/listen.ts';
import { audience, type DevelopmentClient } from '../../deploy/issuer/account.ts';
import { createDevelopmentIssuer } from '../../deploy/issuer/development-issuer.ts';
import { sayReady } from '../support/child.ts';
import { logger } from '../support/database.ts';
import { county, province } from './tenant.ts';

const [port = '', serviceUrl = ''] = process.argv.slice(2);
const host = '127.0.0.1';
const reach = { counties: [county], places: [province] };
const clients: DevelopmentClient[] = [
  { clientId: serviceClient('indicators'), name: 'indicators', role: serviceRole('indicators'), ...reach },
  { clientId: serviceClient('integration'), name: 'integration', role: serviceRole('integration'), ...reach },
  { clientId: 'province-platform', name: '省级政务数据平台', role: 'provincial_platform', ...reach },
];
const { issuer, router } = await createDevelopmentIssuer({
  publicUrl: `http://${host}:${port}`,
  environment: 'bench',
  users: [],
  clients,
  logger,
});

const verifier = createVerifier({ issuers: [{ issuer }], audience, logger });
const dispatchStream = dispatchStreamTo(() => serviceUrl);
const contract = contractOf('indicators');
const app = createGateway({
  // There is no broker here: what would go by the bus goes by HTTP too.
  dispatch: (operation, { body, ...head }, credentials) =>
    dispatchStream(operation, head, credentials, Readable.from(body === undefined ? [] : [JSON.stringify(body)])),
  dispatchStream,
  precheck: precheckBy(verifier),
  answered: () => undefined,
  operations: operationsOf('indicators', contract),
  documents: { indicators: contract },
  readiness: () => Promise.resolve({ ready: true, checks: [] }),
  logger,
  before: [{ path: '/', handler: router }],
});
await listen(app, host, Number(port));
process.once('SIGTERM', () => process.exit(0));
sayReady({});
