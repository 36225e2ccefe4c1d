// The types of process.mjs, which is plain JavaScript because the bootstrap runs it on Node 20.

/** Whether a process is alive; one of another user counts too, one that only waits to be collected (a zombie) does not. */
export declare function isAlive(pid: number): boolean;
