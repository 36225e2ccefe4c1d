// From the types of a contract to the type of its handlers: leave an operation out, or answer wrongly, and it does not compile.

type PathOf<Op> = Op extends { parameters: { path: infer P } } ? P : Record<never, never>;
type QueryOf<Op> = Op extends { parameters: { query: infer Q } }
  ? Q
  : Op extends { parameters: { query?: infer Q } }
    ? [Q] extends [undefined]
      ? Record<never, never>
      : Exclude<Q, undefined>
    : Record<never, never>;
type BodyOf<Op> = Op extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;

/** The input of a handler: parameters converted to their types, the body valid. */
export type Input<Op> = { readonly path: PathOf<Op>; readonly query: QueryOf<Op>; readonly body: BodyOf<Op> };

type Success = 200 | 201 | 204;
type ReplyOf<Status, Response> = Response extends { content: { 'application/json': infer B } }
  ? { readonly status: Status; readonly body: B }
  : Response extends { content: { 'application/x-ndjson': infer Row } }
    ? { readonly status: Status; readonly rows: Iterable<Row> }
    : { readonly status: Status };

/** The answer of a handler: one of the contract's successes. A handler throws everything else as a Refusal. */
export type Reply<Op> = Op extends { responses: infer R }
  ? { [S in keyof R & Success]: ReplyOf<S, R[S]> }[keyof R & Success]
  : never;

export type Handler<Op> = (input: Input<Op>) => Reply<Op> | Promise<Reply<Op>>;

/** One handler per operationId. */
export type Handlers<Ops> = { readonly [Id in keyof Ops]: Handler<Ops[Id]> };

/** Any reply, as the server sees it. */
export type AnyReply = { readonly status: number; readonly body?: unknown; readonly rows?: Iterable<unknown> };

export type AnyHandler = (input: { path: unknown; query: unknown; body: unknown }) => AnyReply | Promise<AnyReply>;
