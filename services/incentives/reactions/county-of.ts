// The county of an event that belongs to one.

/** The event's county. An event of ours without one is a programming error of its sender: it parks. */
export const countyOf = (event: { readonly county: string | null; readonly type: string }): string => {
  if (event.county === null) throw new Error(`${event.type} came without a county.`);
  return event.county;
};
