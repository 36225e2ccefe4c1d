// Fetching the pages of handed-over sets from their owners, by the contracts' operations (exchange rule E14).
import type { operations as IndicatorOperations } from '#contracts/generated/indicators.ts';
import type { operations as IntegrationOperations } from '#contracts/generated/integration.ts';
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';
import { continueTrace, traceparentOf } from '#kernel/tracing/trace.ts';
import type { ServiceClient } from './client.ts';

/** The clients of the services that hand sets over. */
export interface SetOwners {
  readonly integration?: ServiceClient<IntegrationOperations>;
  readonly indicators?: ServiceClient<IndicatorOperations>;
}

const missing = (source: string): never => {
  throw new Error(`No client is given for the sets of ${source}.`);
};

/** A fetch of pages by whichever client owns the set. */
export const fetchPageBy =
  ({ integration, indicators }: SetOwners): FetchPage =>
  async (set, after, _limit, traceparent) => {
    const options = traceparent === null ? {} : { traceparent: traceparentOf(continueTrace(traceparent)) };
    const input = {
      path: { setId: set.id },
      query: { county: set.county ?? '', ...(after === null ? {} : { after }) },
    };
    if (set.source === 'integration') {
      const { body } = await (integration ?? missing('integration')).call('listDirectorySetItems', input, options);
      return body;
    }
    const { body } = await (indicators ?? missing(set.source)).call('listObservationSetItems', input, options);
    return body;
  };
