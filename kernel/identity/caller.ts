// Who calls: what the rest of the system may know of a verified token.
import type { Role, ServiceCaller } from './roles.ts';

/** A verified caller. The token itself is not part of it, so that it can't reach a log or a row. */
export interface Caller {
  /** The issuer's id of the person or of the client's service account (claim `sub`). */
  readonly subject: string;
  /** The client that the token was issued to (claim `azp`). */
  readonly client: string;
  readonly roles: ReadonlySet<Role>;
  /** The tenants whose rows the caller may touch; empty means none. */
  readonly counties: readonly string[];
  /** Codes below which the caller may touch every tenant that it names, as the claim `33*` says; '' is every tenant. */
  readonly countiesBelow?: readonly string[];
  /** The roots of the directory subtrees in the caller's scope, as place ids; empty means none. */
  readonly places: readonly string[];
  readonly organisation?: string;
  readonly person?: string;
  /** Set when the caller is one of our own services. */
  readonly service?: ServiceCaller;
}
