// Where a request goes: the port between whoever asks (the gateway, another service) and the owning service.
import type { Readable } from 'node:stream';
import type { OperationContract } from '#kernel/contract/document.ts';
import { busBytesMax } from '#kernel/exchange/limits.ts';
import type { Credentials, OperationRequest, Reply } from './request.ts';

/** Whether an operation's bodies may be too large for the bus, or are streams. */
export const goesByHttp = (operation: OperationContract): boolean =>
  operation.streamed || operation.bodyBytesMax > busBytesMax;

/**
 * Hands a request to the service that owns the operation. A refusal of the service is its reply; what prevents a reply is
 * thrown as a Problem.
 */
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
