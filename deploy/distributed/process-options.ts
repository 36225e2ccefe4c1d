// How Node runs a service, beside its file and its environment. The page beside this file tells operators the same.

/**
 * Words of Node's command line, which bound what its memory grows by without need. Left alone, V8 raises the semi-space to 64 MiB, and a
 * service that takes in a million observations holds 360 MiB where 220 MiB do as well and as fast; on busy cores it lets the old space
 * grow to several times of what lives there, and holds 300 MiB where 200 MiB do.
 */
export const processOptions: readonly string[] = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
