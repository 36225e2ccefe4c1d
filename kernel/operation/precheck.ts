// What is looked at before a body is read: whoever may not do the operation has no memory for it.
import { type Authority, rolesOfAuthority } from '#contracts/generated/authorities.ts';
import type { OperationContract } from '#kernel/contract/document.ts';
import { bearerOf } from '#kernel/identity/bearer.ts';
import type { Caller } from '#kernel/identity/caller.ts';
import type { Verifier } from '#kernel/identity/verifier.ts';

/** Whether one of the caller's roles holds the authority of an operation (contracts/authorities.yaml). */
export const holdsAuthority = (operation: OperationContract, caller: Caller): boolean => {
  // The generator has checked that each authority of a contract is listed.
  const holders = rolesOfAuthority[operation.authority as Authority] ?? [];
  return [...caller.roles].some((role) => holders.includes(role));
};

/**
 * Whether the body of a request is to be read: its caller is known and holds the authority. Without it the request goes on without
 * its body, so that admission refuses it by name and audits that. Throws what the verifier refuses (TOKEN_MISSING and others).
 */
export type Precheck = (operation: OperationContract, authorization: string | undefined) => Promise<boolean>;

/** The check by the verifier of a process. */
export const precheckBy =
  (verifier: Verifier): Precheck =>
  async (operation, authorization) =>
    holdsAuthority(operation, await verifier.verify(bearerOf(authorization)));
