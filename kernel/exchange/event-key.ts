// The key of an event, as its contract names it (`x-key`): order is promised among the events of one key (exchange rule E2).
import { eventKeys } from '#contracts/generated/events.ts';

const fields: ReadonlyMap<string, string> = new Map(Object.entries(eventKeys));

interface Keyed {
  readonly type: string;
  readonly county: string | null;
  readonly key: string;
  readonly payload: unknown;
}

const namedKey = (field: string, { county, payload }: Keyed): unknown => {
  if (field === 'county') return county;
  return typeof payload === 'object' && payload !== null ? Reflect.get(payload, field) : undefined;
};

/**
 * Throws where an event goes under another key than its payload says: it would be ordered among the events of another
 * aggregate. Whether the payload has the field at all is a matter of its type.
 */
export const requireContractKey = (event: Keyed): void => {
  const field = fields.get(event.type);
  if (field === undefined) return;
  const named = namedKey(field, event);
  if (named !== undefined && named !== event.key)
    throw new Error(
      `${event.type}: its key is ${JSON.stringify(event.key)}, but its ${field} is ${JSON.stringify(named)} (x-key of its contract).`,
    );
};
