// The shapes of an event: as a service appends it, and as a reaction receives it.

/** The events of a service: full CloudEvents type → payload. Services declare one such interface from the contract. */
export type EventMap = object;

/** The types of a map, such as `cn.jixiao.targets.PlanApproved.v1`. */
export type TypeOf<Events extends EventMap> = keyof Events & string;

/** What a command or a reaction says about an event besides type and payload. Only ids, never names or ID numbers (E1). */
export interface EventFacts {
  /** The tenant; null for shared reference data. */
  readonly county: string | null;
  /** The aggregate: order is promised among the events of one key only (E2). */
  readonly key: string;
  /** The business date on which it happened, `YYYY-MM-DD` in Asia/Shanghai (E20). */
  readonly businessDate: string;
  /** Pseudonym of who did it: a subject id or `service:<name>`. */
  readonly actor: string;
  /** Joins what one request set off; every event that a reaction appends inherits it. */
  readonly correlation: string;
  /** The id of the event that caused this one. */
  readonly causation?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** Of the payload's schema; by default the major of the type and `.0` (E19). */
  readonly schemaVersion?: string;
}

/** An event to append: type and payload belong together by the map. */
export type NewEvent<Events extends EventMap> = {
  [Type in TypeOf<Events>]: EventFacts & { readonly type: Type; readonly payload: Events[Type] };
}[TypeOf<Events>];

/** An event as its row and its frame say. */
export interface RecordedEvent {
  readonly id: string;
  /** The service that recorded it. */
  readonly source: string;
  readonly type: string;
  readonly schemaVersion: string;
  readonly county: string | null;
  readonly key: string;
  readonly keySequence: number;
  readonly businessDate: string;
  readonly actor: string;
  readonly correlation: string;
  readonly causation: string | null;
  readonly traceparent: string | null;
  /** When its row was written, UTC: for people and logs, never for decisions (E20). */
  readonly recordedAt: string;
  readonly payload: unknown;
}

/** An event as a reaction receives it, its payload typed by the map. */
export type ReceivedEvent<Payload> = Omit<RecordedEvent, 'payload'> & { readonly payload: Payload };

const typePattern = /^cn\.jixiao\.(?<service>[a-z]+)\.[A-Z][A-Za-z]*\.v(?<major>[1-9][0-9]*)$/;

/** The major version in an event's type, and the service that owns it. A malformed type is a programming error. */
export const partsOfType = (type: string): { readonly service: string; readonly major: number } => {
  const groups = typePattern.exec(type)?.groups;
  if (groups?.['service'] === undefined || groups['major'] === undefined)
    throw new Error(`${JSON.stringify(type)} is not like cn.jixiao.<service>.<EventName>.v<major>.`);
  return { service: groups['service'], major: Number(groups['major']) };
};
