// Who reads whose events, computed from the AsyncAPI document: how the auditor knows the consumers.
import { eventRoutes } from '#contracts/generated/events.ts';

const routes: readonly { readonly producer: string; readonly consumers: readonly string[] }[] =
  Object.values(eventRoutes);

/** The services that a service reads from, and those that read its events, each sorted. */
export const routesOf = (
  service: string,
): { readonly consumes: readonly string[]; readonly consumers: readonly string[] } => ({
  consumes: [
    ...new Set(routes.filter((route) => route.consumers.includes(service)).map((route) => route.producer)),
  ].sort(),
  consumers: [
    ...new Set(routes.filter((route) => route.producer === service).flatMap((route) => route.consumers)),
  ].sort(),
});
