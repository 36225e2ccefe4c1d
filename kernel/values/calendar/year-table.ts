// One year of the State Council's holidays: what is off, and which weekends are worked instead.
/** The form in which a table is written down: plain texts, checked when the calendar is built. */
export type WrittenYearTable = {
  readonly year: number;
  readonly notice: { readonly title: string; readonly document: string; readonly date: string };
  readonly daysOff: readonly (readonly [name: string, from: string, to: string])[];
  readonly workedWeekends: readonly string[];
};
