// What the generated types of a contract mean to a handler: its input, its output, and one handler for each operation.

type ParametersOf<Op, Part extends string> = Op extends { readonly parameters: infer Parameters }
  ? Part extends keyof Parameters
    ? Exclude<Parameters[Part], undefined> extends never
      ? Record<never, never>
      : Exclude<Parameters[Part], undefined>
    : Record<never, never>
  : Record<never, never>;

type JsonBodyOf<Op> = Op extends { readonly requestBody: { readonly content: infer Content } }
  ? Content extends { readonly 'application/json': infer Body }
    ? Body
    : undefined
  : undefined;

/** What a handler gets: validated against the contract, with defaults filled in. Header fields are admission's. */
export interface Input<Op> {
  readonly path: ParametersOf<Op, 'path'>;
  readonly query: ParametersOf<Op, 'query'>;
  readonly body: JsonBodyOf<Op>;
}

type Success = 200 | 201 | 202 | 204;

type EtagOf<Response> = Response extends { headers: { readonly ETag: string } }
  ? { readonly etag: string }
  : { readonly etag?: never };

type BodyOf<Response> = Response extends { content: { readonly 'application/json': infer Body } }
  ? { readonly body: Body }
  : { readonly body?: never };

type OutputOf<Responses> = {
  [Status in keyof Responses & Success]: { readonly status: Status } & BodyOf<Responses[Status]> &
    EtagOf<Responses[Status]>;
}[keyof Responses & Success];

/** What a handler gives: one of the contract's successes, with an ETag where the contract promises one. */
export type Output<Op> = Op extends { readonly responses: infer Responses } ? OutputOf<Responses> : never;

/** The name of a service's operation. */
export type OperationId<Ops> = keyof Ops & string;
