// What the gateway serves: the operations of all services, and the documents that describe them.
import { type ContractDocument, type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import { contractOf } from '#kernel/contract/load.ts';
import { serviceNames } from '#kernel/database/provision.ts';

/** The operations of all services, and the documents below /contracts: one a service, and the events. */
export const gatewayContracts = (): {
  readonly operations: readonly OperationContract[];
  readonly documents: Readonly<Record<string, ContractDocument>>;
} => {
  const documents = Object.fromEntries(serviceNames.map((service) => [service, contractOf(service)]));
  return {
    operations: serviceNames.flatMap((service) => operationsOf(service, documents[service] ?? contractOf(service))),
    documents: { ...documents, events: contractOf('events') },
  };
};
