// The county of an event whose records belong to one.

/** Throws a plain Error, which parks the event, where it names none. */
export const countyOfEvent = (event: { readonly type: string; readonly county: string | null }): string => {
  if (event.county === null) throw new Error(`${event.type} names no county.`);
  return event.county;
};
