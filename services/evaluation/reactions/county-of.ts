// The tenant of an event: all that this service takes over belongs to one.

/** The county of an event; one without is not ours to apply, and parks. */
export const countyOf = ({ type, county }: { readonly type: string; readonly county: string | null }): string => {
  if (county === null) throw new Error(`${type} came without a county.`);
  return county;
};
