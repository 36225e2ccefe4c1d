// Where a request goes: the port between whoever asks (the gateway, another service) and the owning service.
import type { Readable } from 'node:stream';
import type { OperationContract } from '#kernel/contract/document.ts';
import type { Credentials, OperationRequest, Reply } from './request.ts';

/** Bodies and replies above this never cross the bus: they are piped by HTTP to the owner's internal port (exchange rule E15). */
export const busBytesMax: number = 512 * 1_024;

/** Whether an operation's bodies may be too large for the bus, or are streams. */
export const goesByHttp = (operation: OperationContract): boolean =>
  operation.streamed || operation.bodyBytesMax > busBytesMax;

/** Hands a request to the service that owns the operation. A refusal of the service is its reply; what prevents a reply is thrown as a Problem. */
export type Dispatch = (
  operation: OperationContract,
  request: OperationRequest,
  credentials: Credentials,
) => Promise<Reply>;

/** The same with a body that is passed on as it comes. */
export type DispatchStream = (
  operation: OperationContract,
  request: OperationRequest,
  credentials: Credentials,
  body: Readable,
) => Promise<Reply>;
