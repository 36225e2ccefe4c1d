// What this service is given by the process that runs it.
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';

/** The dependencies of the service: nothing but the way to the sets that integration and indicators hand over. */
export interface EvaluationDeps {
  readonly fetchPage: FetchPage;
}
