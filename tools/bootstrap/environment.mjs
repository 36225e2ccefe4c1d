// The environment that a program of this project gets: the caller's, without what would change whom it talks to.

/** Hosts that are never reached by a proxy: calls on loopback carry the secrets of clients. */
export const neverProxied = ['127.0.0.1', '::1', '[::1]', 'localhost'];

const listOf = (text) =>
  (text ?? '')
    .split(/[,\s]+/)
    .map((host) => host.trim())
    .filter((host) => host !== '');

/** The environment of a program, made from the caller's. */
export function programEnvironment(environment) {
  // Node reads the name in lower case first.
  const named = listOf(environment.no_proxy ?? environment.NO_PROXY);
  const hosts = named.includes('*') ? ['*'] : [...new Set([...named, ...neverProxied])];
  return { ...environment, NO_PROXY: hosts.join(','), no_proxy: hosts.join(',') };
}
