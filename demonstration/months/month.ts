// A month of the year as a table of business days: what the actors do on each of them.
import type { World } from '../world.ts';

/** What is done on a day. It is done again where a run was cut off on that day, and must not do anything twice then. */
export type Acts = (world: World) => Promise<void>;

/** A month as it is played: days in their order, those without acts only begin. */
export interface Month {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly title: string;
  readonly days: readonly (readonly [day: string, acts?: Acts])[];
}
