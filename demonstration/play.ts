// Plays the short year through the public API: every act by an actor with a sign-in of its own, driven by the business clock.
import { type Credentials, openActors } from './actors.ts';
import { openCalendar } from './calendar.ts';
import { openHr, openProvince } from './control.ts';
import { registerOnce } from './documents.ts';
import { EventsMissing, missingEvents } from './expected.ts';
import { type Exported, exportAll } from './export.ts';
import { gatherFacts } from './facts.ts';
import { allMonths } from './months/all.ts';
import type { Month } from './months/month.ts';
import type { Report } from './print.ts';
import { readScheme } from './scheme.ts';
import { untilSettled } from './settled.ts';
import { type Summary, summarise } from './summary.ts';
import { scheduler, type World } from './world.ts';

/** What a run is told. */
export interface PlaySettings {
  /** The origin of the gateway. */
  readonly gateway: string;
  readonly issuer: string;
  readonly credentials: Credentials;
  /** The origins of the partners' control ports. */
  readonly provinceControl: string;
  readonly hrControl: string;
  readonly report: Report;
  /** How many months are played from January 2025 on; all sixteen when absent. */
  readonly months?: number;
}

const openWorld = (settings: PlaySettings): World & { resume(): Promise<void> } => {
  const { gateway, issuer, credentials, report } = settings;
  const scheme = readScheme();
  const { county } = scheme;
  const province = openProvince(settings.provinceControl);
  const hr = openHr(settings.hrControl);
  const tellPartners = async (day: string): Promise<void> => {
    await Promise.all([province.setDay(day), hr.setDay(day)]);
  };
  // The calendar needs the actors and they need the day: the clients ask for it only when they act.
  const today = (): string => calendar.today();
  const actors = openActors({ gateway, issuer, credentials, today });
  const settle = (): Promise<void> => untilSettled(scheduler({ actors }));
  const calendar = openCalendar({ county, scheduler: () => scheduler({ actors }), tellPartners, settle });
  return {
    county,
    scheme,
    actors,
    calendar,
    province,
    hr,
    settle,
    document: (name) => registerOnce(name, county, (username) => actors.person(username), settle),
    tell: (text) => report.progress({ day: calendar.today(), text }),
    resume: () => calendar.resume(),
  };
};

/** Plays the days of a month that have not passed. A day on which a run was cut off is played again: its acts happen once. */
const playMonth = async (world: World, { month, title, days }: Month, report: Report): Promise<boolean> => {
  const today = world.calendar.today();
  const left = days.filter(([day, acts]) => day > today || (day === today && acts !== undefined));
  if (left.length === 0) return false;
  report.monthBegan(month, title);
  for (const [day, acts] of left) {
    await world.calendar.begin(day);
    await acts?.(world);
  }
  return true;
};

/** What a run gives. */
export interface Played {
  readonly summary: Summary;
  readonly exported: Exported;
}

/**
 * Plays the months of the short year that are not played yet, checks what it has played for every expected event, and sums up. Throws
 * `RequestRefused` where the system refuses what the year needs, `EventsMissing` where something did not come out as it must, and
 * an Error that names what is open where the services do not settle.
 */
export const playShortYear = async (settings: PlaySettings): Promise<Played> => {
  const { report, months = allMonths.length } = settings;
  const world = openWorld(settings);
  await world.resume();
  await world.settle();
  let played = false;
  for (const month of allMonths.slice(0, months)) played = (await playMonth(world, month, report)) || played;
  await world.settle();
  const facts = await gatherFacts(world);
  const missing = missingEvents(facts, months);
  // A year that was over before is only summed up: people may have worked on its data since.
  if (played && missing.length > 0) throw new EventsMissing(missing);
  const exported = await exportAll(world);
  return { summary: summarise(facts, world.scheme, exported), exported };
};
