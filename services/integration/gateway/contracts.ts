// What the gateway serves: the operations of all services, and the documents that describe them.

import { type ContractDocument, type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';
import { ownValue } from '#kernel/values/own.ts';
import type { FurtherContract } from './pages/contract-pages.ts';

/** What the gateway serves. */
export interface GatewayContracts {
  readonly operations: readonly OperationContract[];
  /** Service name → bundled contract, served below /contracts. */
  readonly documents: Readonly<Record<string, ContractDocument>>;
  /** The events, and what we ask of the partners. */
  readonly further?: readonly FurtherContract[];
}

/** The operations of all services, and the documents below /contracts: one a service, the events, one a partner. */
export const gatewayContracts = (): GatewayContracts => {
  const documents = Object.fromEntries(serviceNames.map((service) => [service, contractOf(service)]));
  return {
    operations: serviceNames.flatMap((service) =>
      operationsOf(service, ownValue(documents, service) ?? contractOf(service)),
    ),
    documents,
    further: [
      { path: 'asyncapi', title: '事件契约（AsyncAPI 3）', document: contractOf('asyncapi') },
      { path: 'partners/province', title: '省级政务数据平台须提供的接口', document: contractOf('partner-province') },
      { path: 'partners/hr', title: '干部人事系统须提供的接口', document: contractOf('partner-hr') },
    ],
  };
};
