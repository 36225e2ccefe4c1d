// An answer is one of the contract: a client can be ready for what is listed alone.
import { problemCatalogue } from '#contracts/generated/problems.ts';
import type { ContractDocument, OperationContract } from '#kernel/contract/document.ts';
import { isProblemCode } from '#kernel/problem/problem.ts';

/** What was answered: the code of the body where it is a refusal. */
export interface Answered {
  readonly status: number;
  readonly code: string | undefined;
}

/** The statuses that the contract of an operation lists. */
export const listedStatuses = (document: ContractDocument, { path, method }: OperationContract): readonly string[] =>
  Object.keys(document.paths[path]?.[method]?.responses ?? {});

const statusOfCode = (code: string): number | undefined =>
  isProblemCode(code) ? problemCatalogue[code].status : undefined;

/** Throws for a status that the operation's contract does not list, and for a code that the closed list gives no or another status. */
export const requireListed = (
  document: ContractDocument,
  operation: OperationContract,
  { status, code }: Answered,
): void => {
  const name = `${operation.service}.${operation.operationId}`;
  const listed = listedStatuses(document, operation);
  if (!listed.includes(String(status)))
    throw new Error(`${name} answered ${status} ${code ?? ''}; its contract lists ${listed.join(', ')}.`);
  if (status >= 400 && (code === undefined || statusOfCode(code) !== status))
    throw new Error(
      `${name} answered ${status} with the code ${code}, which contracts/problems.yaml does not give it.`,
    );
};
