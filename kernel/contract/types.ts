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

type Part = keyof Input<unknown>;

/** The parts of an input that the contract requires: those that an empty object does not fill. */
type RequiredPart<Op> = {
  [Name in Part]: undefined extends Input<Op>[Name]
    ? never
    : Record<never, never> extends Input<Op>[Name]
      ? never
      : Name;
}[Part];

/** An input as a caller gives it: what the contract lets out may be left out. */
export type GivenInput<Op> = Pick<Input<Op>, RequiredPart<Op>> & Partial<Input<Op>>;
