// The targets service as a process: config → dependencies → service → run.
import type { operations as IndicatorOperations } from '#contracts/generated/indicators.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import { createServiceClient } from '#kernel/service/client.ts';
import { fetchPageBy } from '#kernel/service/fetch-page.ts';
import { runProcess } from '#kernel/service/process.ts';
import { targets } from './service.ts';

await runProcess('targets', {}, async ({ host }) => {
  const token = host.tokenOf('targets');
  const integration = createServiceClient<IntegrationOperations>('integration', host.dispatcher, token);
  const indicators = createServiceClient<IndicatorOperations>('indicators', host.dispatcher, token);
  host.add(targets({ fetchPage: fetchPageBy({ integration, indicators }) }));
  return {};
});
