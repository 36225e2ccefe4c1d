// The service under load, alone in its process as when it is distributed. Large bodies come to its internal port (E15).
import { inProcessBus } from '#kernel/bus/in-process.ts';
import { exchangeDefaults } from '#kernel/exchange/limits.ts';
import { createMetrics } from '#kernel/metrics/metrics.ts';
import { openHost } from '#kernel/service/host.ts';
import { indicators } from '#services/indicators/service.ts';
import { audience, developmentSecret } from '../../deploy/issuer/account.ts';
import { sayReady } from '../support/child.ts';
import { logger, roleUrl } from '../support/database.ts';

const [superuserUrl = '', issuer = '', port = ''] = process.argv.slice(2);
const poolMax = 10;
const host = await openHost({
  nodeId: 'bench',
  namespace: 'jixiao',
  bus: inProcessBus(),
  internalHost: '127.0.0.1',
  internalPort: Number(port),
  issuer,
  audience,
  exchangeConfig: exchangeDefaults,
  databaseUrl: (role) => roleUrl(superuserUrl, role),
  poolMax,
  clientSecretOf: (service) => developmentSecret(`svc-${service}`),
  metrics: createMetrics(),
  logger,
});
host.add(indicators({ fetchPage: () => Promise.reject(new Error('Nothing is pulled in a bench.')) }));
await host.start();
process.once('SIGTERM', () => {
  void host.stop().finally(() => process.exit(0));
});
sayReady({});
