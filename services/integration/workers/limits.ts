// How workers find, hold and repeat their work.

/** Limits of the workers, each with its unit in its name. */
export interface WorkerLimits {
  /** How often a worker looks for work that nobody woke it for. */
  readonly pollMs: number;
  /** A claim that was not renewed for this long may be taken by another instance. */
  readonly leaseMs: number;
  /** Attempts at a synchronisation before it fails. */
  readonly synchronisationAttemptsMax: number;
  /** Attempts at a delivery before it is given back as not deliverable. */
  readonly deliveryAttemptsMax: number;
  /** The wait after the first failed attempt; it doubles with each further one. */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The limits in use where nothing else is said: a synchronisation is tried for about ten minutes, a delivery for about half a day. */
export const workerLimits: WorkerLimits = {
  pollMs: 500,
  leaseMs: 30 * SECOND,
  synchronisationAttemptsMax: 8,
  deliveryAttemptsMax: 40,
  retryFirstMs: SECOND,
  retryMostMs: 20 * MINUTE,
};
