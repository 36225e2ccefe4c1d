// What the indicators service needs beside its own database.
import type { FetchPage } from '#kernel/exchange/handover/pull.ts';

/** Its dependencies. */
export interface IndicatorsDeps {
  /** Fetches the pages of the directory from integration (E14). */
  readonly fetchPage: FetchPage;
}
