// The five services of an embedded start, each with what it needs of the others.
import type { Logger } from 'pino';
import type { operations as IndicatorOperations } from '#contracts/generated/indicators.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';
import { createServiceClient } from '#kernel/service/client.ts';
import { fetchPageBy } from '#kernel/service/fetch-page.ts';
import type { Host } from '#kernel/service/host.ts';
import { instant } from '#kernel/values/date.ts';
import { evaluation } from '#services/evaluation/service.ts';
import { incentives } from '#services/incentives/service.ts';
import { indicators } from '#services/indicators/service.ts';
import { type HttpPartner, openHttpPartner, partnerLimits } from '#services/integration/partners/http-partner.ts';
import type { PersonKeys } from '#services/integration/personal/keys.ts';
import { integration } from '#services/integration/service.ts';
import { workerLimits } from '#services/integration/workers/limits.ts';
import { startWorkers } from '#services/integration/workers/start.ts';
import { targets } from '#services/targets/service.ts';
import type { EmbeddedKeys } from './keys.ts';
import type { Partners } from './partners.ts';

/** Work that goes on beside requests and events. */
export interface Workers {
  start(): void;
  stop(): Promise<void>;
}

// Nobody else asks the embedded database: looking often costs little and saves waiting.
const embeddedPollMs = 100;
const keyName = 'embedded-1';

// The ids of fictional persons are the same on every machine, so that the year's export has the same digest everywhere. A
// distributed installation has a key of its own (JIXIAO_PERSON_ID_KEY).
const developmentPersonIdKey = Buffer.from('5c2ccc4f4013f83d54d671616d438be4d61264f44e7134ef39f63bc4970eef57', 'hex');

const personKeys = ({ keyFor }: EmbeddedKeys): PersonKeys => ({
  fields: { current: keyName, keys: new Map([[keyName, keyFor('person/fields')]]) },
  blindIndex: keyFor('person/blind-index'),
  personId: developmentPersonIdKey,
});

/** A service's way to the sets that integration and indicators hand over, with its own token. */
const fetchPageOf = (host: Host, service: string): FetchPage => {
  const token = host.tokenOf(service);
  return fetchPageBy({
    integration: createServiceClient<IntegrationOperations>('integration', host.dispatcher, token),
    indicators: createServiceClient<IndicatorOperations>('indicators', host.dispatcher, token),
  });
};

/** Puts the services in place. The workers of integration start when the host has. */
export const addServices = (
  host: Host,
  parts: { readonly partners: Partners; readonly keys: EmbeddedKeys; readonly logger: Logger },
): Workers => {
  const keys = personKeys(parts.keys);
  host.add(indicators({ fetchPage: fetchPageOf(host, 'indicators') }));
  host.add(targets({ fetchPage: fetchPageOf(host, 'targets') }));
  host.add(evaluation({ fetchPage: fetchPageOf(host, 'evaluation') }));
  host.add(incentives({ fetchPage: fetchPageOf(host, 'incentives') }));
  const own = host.add(integration({ keys }));
  const token = host.tokenOf('integration');
  const partner = (name: string, origin: string): HttpPartner =>
    openHttpPartner({ name, url: `${origin}/api/v1`, token, limits: partnerLimits });
  let workers: { stop(): Promise<void> } | undefined;
  return {
    start: () => {
      workers = startWorkers({
        keys,
        database: own.database,
        exchangeDatabase: own.exchangeDatabase,
        province: partner('省级政务数据平台', parts.partners.province.url),
        hr: partner('干部人事系统', parts.partners.hr.url),
        indicators: createServiceClient<IndicatorOperations>('indicators', host.dispatcher, token),
        limits: { ...workerLimits, pollMs: embeddedPollMs },
        now: () => instant(new Date().toISOString()),
        committed: own.wake,
        logger: parts.logger.child({ worker: 'integration' }),
      });
    },
    stop: async () => workers?.stop(),
  };
};
