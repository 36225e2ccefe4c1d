// A typed client of one service over HTTP: one method for each operationId of its contract.
import { type ContractDocument, type OperationContract, operationsOf } from '#kernel/contract/document.ts';
import type { GivenInput, Output } from '#kernel/contract/types.ts';
import { digestOf } from '#kernel/values/canonical-json.ts';
import { problemOf, RequestRefused } from './refused.ts';
import { send } from './send.ts';

/** What a call says beside its input. */
export interface CallOptions {
  /** The ETag of the version that a change is made on. */
  readonly ifMatch?: string;
}

/** A client: `plans.draftPlan({ body })` gives the contract's success or throws `RequestRefused`. */
export type Client<Ops> = {
  readonly [Id in keyof Ops]: (input: GivenInput<Ops[Id]>, options?: CallOptions) => Promise<Output<Ops[Id]>>;
};

/** For whom, where and when a client acts. */
export interface ClientSettings {
  readonly gateway: string;
  readonly service: string;
  readonly document: ContractDocument;
  /** The name of the actor, for errors and for the keys of its writes. */
  readonly actor: string;
  readonly token: () => Promise<string>;
  /** The business day: the same request on another day is another write. */
  readonly today: () => string;
}

interface AnyInput {
  readonly path?: object;
  readonly query?: object;
  readonly body?: unknown;
}

const urlOf = (base: string, operation: OperationContract, input: AnyInput): string => {
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(Reflect.get(input.path ?? {}, name))),
  );
  const asked = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(
    asked.map(([name, value]: [string, unknown]): [string, string] => [name, String(value)]),
  ).toString();
  return `${base}${filled}${query === '' ? '' : `?${query}`}`;
};

/** The same step has the same key in each run, so that a run that was cut off goes on where it was. */
const keyOf = (settings: ClientSettings, operation: OperationContract, input: AnyInput, ifMatch: string): string => {
  const { actor, service, today } = settings;
  const said: unknown = JSON.parse(JSON.stringify(input));
  return `demonstration-${digestOf([today(), actor, service, operation.operationId, said, ifMatch])}`;
};

const callOf =
  (settings: ClientSettings, operation: OperationContract) =>
  async (input: AnyInput = {}, { ifMatch }: CallOptions = {}): Promise<unknown> => {
    const { gateway, service, actor, token } = settings;
    const body = input.body === undefined ? undefined : JSON.stringify(input.body);
    const headers = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      ...(operation.idempotencyKey ? { 'idempotency-key': keyOf(settings, operation, input, ifMatch ?? '') } : {}),
    };
    const answer = await send({
      url: urlOf(`${gateway}/api/v1/${service}`, operation, input),
      method: operation.method.toUpperCase(),
      headers: async () => ({ ...headers, authorization: `Bearer ${await token()}` }),
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 300)
      throw new RequestRefused(actor, `${service}.${operation.operationId}`, problemOf(answer.status, answer.text));
    const parsed: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
    return { status: answer.status, body: parsed, ...(answer.etag === undefined ? {} : { etag: answer.etag }) };
  };

/** Builds the client of a service for an actor. The gateway has checked what it answers against the same contract. */
export const createClient = <Ops>(settings: ClientSettings): Client<Ops> => {
  const operations = operationsOf(settings.service, settings.document);
  const methods: unknown = Object.fromEntries(
    operations.map((operation) => [operation.operationId, callOf(settings, operation)]),
  );
  return methods as Client<Ops>;
};
