// How Node runs a service, beside its file and its environment. The page beside this file tells operators the same.

/**
 * The semi-space is what Node's memory grows by without need: left alone, V8 raises it to 64 MiB, and a service that takes in a
 * million observations holds 360 MiB where 220 MiB do as well and as fast. Bounded at 8 MiB, in words of Node's command line.
 */
export const processOptions: readonly string[] = ['--max-semi-space-size=8'];
