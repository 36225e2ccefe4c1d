// The county of an event, where what it brings belongs to one.

/** Throws a plain Error, which parks the event (E8), for an event of shared reference data. */
export const countyOfEvent = (event: { readonly type: string; readonly county: string | null }): string => {
  if (event.county === null) throw new Error(`${event.type} names no county.`);
  return event.county;
};
