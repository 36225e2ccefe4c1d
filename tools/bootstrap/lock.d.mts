// The types of lock.mjs, which is plain JavaScript because the bootstrap runs it on Node 20.

/** Who holds a lock: its process, and since when (UTC). */
export type LockHolder = { readonly pid: number; readonly since: string };

/** A lock that was taken, or who has it. */
export type LockResult = { readonly release: () => void } | { readonly holder: LockHolder };

/** Takes the lock file when it is free or its holder is dead, else names the holder. */
export declare function tryLock(file: string): LockResult;

/** How long to wait for a lock, how often to look, and who is told while it is held. */
export type LockPatience = {
  readonly limitMs: number;
  readonly pollMs: number;
  readonly waiting?: ((holder: LockHolder, waitedMs: number) => void) | undefined;
};

/** Waits until the lock is free and takes it; names the holder when the limit has passed. */
export declare function waitForLock(file: string, patience: LockPatience): Promise<LockResult>;
