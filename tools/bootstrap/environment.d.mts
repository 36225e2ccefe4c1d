// The types of environment.mjs, which is plain JavaScript because the bootstrap runs it on Node 20.

/** Hosts that are never reached by a proxy. */
export declare const neverProxied: readonly string[];
/** The environment of a program, made from the caller's. */
export declare function programEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined>;
