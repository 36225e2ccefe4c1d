// One year of the State Council's holidays: what is off, and which weekends are worked instead.
import type { IsoDate } from '../date.ts';

/** A stretch of days off, both ends included. */
export type DaysOff = { readonly name: string; readonly from: IsoDate; readonly to: IsoDate };

/** The notice of the General Office of the State Council for one year. */
export type YearTable = {
  readonly year: number;
  readonly notice: { readonly title: string; readonly document: string; readonly date: IsoDate };
  readonly daysOff: readonly DaysOff[];
  readonly workedWeekends: readonly IsoDate[];
};

/** The form in which a table is written down: plain texts, checked when the calendar is built. */
export type WrittenYearTable = {
  readonly year: number;
  readonly notice: { readonly title: string; readonly document: string; readonly date: string };
  readonly daysOff: readonly (readonly [name: string, from: string, to: string])[];
  readonly workedWeekends: readonly string[];
};
