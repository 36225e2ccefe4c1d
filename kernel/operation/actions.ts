// Operations as Moleculer actions, `v1.<service>.<operationId>`: the one file that sees a Moleculer context.
import type { Context, ServiceSchema } from 'moleculer';
import type { OperationContract } from '#kernel/contract/document.ts';
import type { Admit } from './admission.ts';
import { goesByHttp } from './dispatch.ts';
import type { OperationRequest, Reply } from './request.ts';

/** The name of an operation's action on the bus. */
export const actionOf = (operation: OperationContract): string => `v1.${operation.service}.${operation.operationId}`;

const textOf = (headers: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

const credentialsOf = (context: Context<OperationRequest>): { authorization?: string; traceparent?: string } => {
  const headers = context.headers as Readonly<Record<string, unknown>>;
  const [authorization, traceparent] = [textOf(headers, 'authorization'), textOf(headers, 'traceparent')];
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
};

/** The Moleculer service of a contract. What goes by HTTP has no action: the bus could not carry it. */
export const actionsOf = (service: string, operations: readonly OperationContract[], admit: Admit): ServiceSchema => ({
  name: service,
  version: 1,
  actions: Object.fromEntries(
    operations
      .filter((operation) => !goesByHttp(operation))
      .map((operation) => [
        operation.operationId,
        (context: Context<OperationRequest>): Promise<Reply> =>
          admit(operation, { ...credentialsOf(context), request: context.params }),
      ]),
  ),
});
