// The county of an event that speaks of one.

/** The county; an event of this service's table without one is a fault of its sender, and parks. */
export const countyOf = (event: { readonly type: string; readonly county: string | null }): string => {
  if (event.county === null) throw new Error(`${event.type} names no county.`);
  return event.county;
};
