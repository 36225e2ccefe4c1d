// The limits of the exchange, each with its unit, and what a deployment may set.

const KIB = 1_024;
const SECOND = 1_000;

/** E2: the number of logical shards. A database that was made for another number is refused at start. */
export const shardCount = 8;

/** E4: events and bytes of the encoded batch that one frame carries at most. */
export const frameEventsMax = 256;
export const frameBytesMax: number = 256 * KIB;

/** An event is refused above this, so that each fits a frame with its envelope; what is larger is handed over by E14. */
export const eventBytesMax: number = 192 * KIB;

/** E15: bodies, replies and hand-over pages above this never cross the bus. */
export const busBytesMax: number = 512 * KIB;

/** E10: positions that one re-send covers at most. */
export const resendPositionsMax = 1_000;

/** Rows that a cut reads at a time, so that a backlog of any size is cut in constant memory. */
export const cutRowsAtATime = 256;

/** What a deployment may set. Times are milliseconds. */
export interface ExchangeConfig {
  /** How often the relay looks for new events without being woken. */
  readonly pollMs: number;
  /** How often waiting events are looked through for those whose time has come. */
  readonly redriveMs: number;
  /** How often announced sets are looked for. */
  readonly pullMs: number;
  /** How often the auditor asks the consumers for their watermarks. */
  readonly auditMs: number;
  /** How long a watermark stands still before the auditor sends again (E10). */
  readonly standstillMs: number;
  /** The first wait before the same gap is served again; it doubles until the watermark moves. */
  readonly gapBackoffMs: number;
  /** The longest wait between two re-sends of the same range. */
  readonly resendBackoffMaxMs: number;
  /** How long the auditor waits for an answer. */
  readonly askTimeoutMs: number;
  /** How often a process tries to take shards that another one holds. */
  readonly leaderRetryMs: number;
  /** How long a publish may wait for the broker before it is tried again. */
  readonly publishTimeoutMs: number;
  /** E8: a transient error of an event that outlasts either is parked. */
  readonly transientTriesMax: number;
  readonly transientMs: number;
  /** The first wait before a frame is repeated; it doubles up to `retryDelayMaxMs`. */
  readonly retryDelayMs: number;
  readonly retryDelayMaxMs: number;
  /** How long a frame that lies beyond the watermark is put back (E7). */
  readonly gapDelayMs: number;
  /** Frames that one process applies at the same time. Keep it below the size of the pool. */
  readonly concurrentFramesMax: number;
  /** How often an event is redriven on its own when what it waits for has arrived; after that it is parked for an operator (E8). */
  readonly redriveTriesMax: number;
}

/** The values for production. */
export const exchangeDefaults: ExchangeConfig = {
  pollMs: 250,
  redriveMs: SECOND / 2,
  pullMs: SECOND / 2,
  auditMs: 5 * SECOND,
  standstillMs: 30 * SECOND,
  gapBackoffMs: SECOND,
  resendBackoffMaxMs: 600 * SECOND,
  askTimeoutMs: 2 * SECOND,
  leaderRetryMs: SECOND,
  publishTimeoutMs: 5 * SECOND,
  transientTriesMax: 5,
  transientMs: 30 * SECOND,
  retryDelayMs: 50,
  retryDelayMaxMs: 5 * SECOND,
  gapDelayMs: 200,
  concurrentFramesMax: 4,
  redriveTriesMax: 10,
};
