// What the handlers and the workers of integration need beside their transactions: partners, keys, another service.
import type { Logger } from 'pino';
import type { operations as IndicatorOperations } from '#contracts/generated/indicators.ts';
import type { Database } from '#kernel/database/database.ts';
import type { ServiceClient } from '#kernel/service/client.ts';
import type { Instant } from '#kernel/values/date.ts';
import type { HttpPartner } from './partners/http-partner.ts';
import type { PersonKeys } from './personal/keys.ts';
import type { DB } from './store/tables.ts';
import type { WorkerLimits } from './workers/limits.ts';

/** What the handlers need. */
export interface IntegrationDeps {
  readonly keys: PersonKeys;
}

/** What the workers need. */
export interface WorkerDeps extends IntegrationDeps {
  /** As the service's own role. */
  readonly database: Database<DB>;
  /** As `integration_exchange`, which sees the rows of every county: it finds what is due. */
  readonly exchangeDatabase: Database<object>;
  readonly province: HttpPartner;
  readonly hr: HttpPartner;
  readonly indicators: ServiceClient<IndicatorOperations>;
  readonly limits: WorkerLimits;
  /** The real time: recorded times alone are taken from it (E20). */
  readonly now: () => Instant;
  /** Called after a commit that appended events. */
  readonly committed: () => void;
  readonly logger: Logger;
}
