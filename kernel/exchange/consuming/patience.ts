// How long a transient failure of an event is borne before the event is parked (exchange rule E8).

/** Counts the failures of events that are being repeated. */
export interface Patience {
  failed(eventId: string): void;
  /** Whether the next failure parks it: n tries, or t milliseconds since the first one. */
  outlasted(eventId: string): boolean;
  forget(eventId: string): void;
}

/** Counts in memory: after a restart an event gets its tries again, which only delays its parking. */
export const patience = (triesMax: number, lastsMs: number, now: () => number): Patience => {
  const failures = new Map<string, { tries: number; readonly since: number }>();
  return {
    failed: (eventId) => {
      const known = failures.get(eventId);
      if (known === undefined) failures.set(eventId, { tries: 1, since: now() });
      else known.tries += 1;
    },
    outlasted: (eventId) => {
      const known = failures.get(eventId);
      return known !== undefined && (known.tries + 1 >= triesMax || now() - known.since >= lastsMs);
    },
    forget: (eventId) => void failures.delete(eventId),
  };
};
