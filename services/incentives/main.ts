// The incentives service as a process: config → dependencies → service → run.
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import { createServiceClient } from '#kernel/service/client.ts';
import { fetchPageBy } from '#kernel/service/fetch-page.ts';
import { runProcess } from '#kernel/service/process.ts';
import { incentives } from './service.ts';

await runProcess('incentives', {}, async ({ host }) => {
  const token = host.tokenOf('incentives');
  const integration = createServiceClient<IntegrationOperations>('integration', host.dispatcher, token);
  host.add(incentives({ fetchPage: fetchPageBy({ integration }) }));
  return {};
});
