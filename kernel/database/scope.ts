// Whose rows a transaction may see.

/** The tenants (county codes) whose rows a transaction sees, or `exchange` for the relay, auditor and export role. */
export type Scope = { readonly counties: readonly string[] } | 'exchange';

const countyCode = /^[0-9]{2,12}$/;

/**
 * The value of the setting `jixiao.counties` for a scope: codes joined by commas, sorted, each once.
 * An empty text lets no row through. Throws on a code that is not made of digits, because a comma in it would widen the scope.
 */
export const countiesSetting = (scope: Scope): string => {
  if (scope === 'exchange') return '';
  for (const county of scope.counties) {
    if (!countyCode.test(county)) throw new Error(`The county code ${JSON.stringify(county)} is not made of digits.`);
  }
  return [...new Set(scope.counties)].sort().join(',');
};
