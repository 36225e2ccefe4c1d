// The integration service as a process: config → dependencies → service, workers and gateway → run.
import type { operations as IndicatorOperations } from '#contracts/generated/indicators.ts';
import { createServiceClient } from '#kernel/service/client.ts';
import { runProcess } from '#kernel/service/process.ts';
import { instant } from '#kernel/values/date.ts';
import { createGateway } from './gateway/app.ts';
import { gatewayContracts } from './gateway/contracts.ts';
import { listen } from './gateway/listen.ts';
import { type HttpPartner, openHttpPartner, partnerLimits } from './partners/http-partner.ts';
import { configuredKeys } from './personal/keys.ts';
import { integration } from './service.ts';
import { integrationVariables } from './variables.ts';
import { workerLimits } from './workers/limits.ts';
import { startWorkers } from './workers/start.ts';

await runProcess('integration', integrationVariables, async ({ host, config, logger }) => {
  const keys = configuredKeys(config);
  const token = host.tokenOf('integration');
  const partner = (name: string, origin: string): HttpPartner =>
    openHttpPartner({ name, url: new URL('/api/v1', origin).href, token, limits: partnerLimits });
  const { database, exchangeDatabase, wake } = host.add(integration({ keys }));
  const app = createGateway({
    ...host.dispatcher,
    precheck: host.precheck,
    answered: host.metrics.answered,
    ...gatewayContracts(),
    issuer: config.JIXIAO_ISSUER,
    readiness: host.readiness,
    logger,
  });
  const stops: (() => Promise<void>)[] = [];
  return {
    afterStart: async () => {
      const workers = startWorkers({
        keys,
        database,
        exchangeDatabase,
        province: partner('省级政务数据平台', config.JIXIAO_PROVINCE_URL),
        hr: partner('干部人事系统', config.JIXIAO_HR_URL),
        indicators: createServiceClient<IndicatorOperations>('indicators', host.dispatcher, token),
        limits: workerLimits,
        now: () => instant(new Date().toISOString()),
        committed: wake,
        logger: logger.child({ worker: 'integration' }),
      });
      stops.unshift(() => workers.stop());
      const gateway = await listen(app, config.JIXIAO_HTTP_HOST, config.JIXIAO_HTTP_PORT);
      logger.info({ gateway: gateway.url }, 'the gateway listens');
      // What people have in flight is finished first; the workers give back what they hold.
      stops.unshift(() => gateway.close());
    },
    stop: async () => {
      for (const stop of stops) await stop();
    },
  };
});
