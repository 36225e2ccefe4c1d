// The types of lock.mjs, which is plain JavaScript because the bootstrap runs it on Node 20.

/** Who holds a lock: its process, and since when (UTC). */
export type LockHolder = { readonly pid: number; readonly since: string };

/** Takes the lock file when it is free or its holder is dead, else names the holder. */
export declare function tryLock(file: string): { readonly release: () => void } | { readonly holder: LockHolder };
