// The short year played on a system, embedded or distributed, by the demonstration's own driver.
import type { Exported } from '../../../demonstration/export.ts';
import { playShortYear } from '../../../demonstration/play.ts';
import type { Progress } from '../../../demonstration/world.ts';
import { developmentPassword, developmentSecret } from '../../../deploy/issuer/account.ts';

/** What the driver needs of a system. */
export interface Playable {
  readonly url: string;
  readonly issuer: string;
  readonly partners: Readonly<Record<'province' | 'hr', { readonly controlUrl: string }>>;
}

const nothing = (): void => undefined;

/** Plays months from January 2025 on, the whole year when none are said, until the system has settled; gives the export. */
export const playOn = async (
  system: Playable,
  { months, onProgress = nothing }: { readonly months?: number; readonly onProgress?: (line: Progress) => void } = {},
): Promise<Exported> => {
  const { exported } = await playShortYear({
    gateway: system.url,
    issuer: system.issuer,
    credentials: { password: developmentPassword, secretOf: developmentSecret },
    provinceControl: system.partners.province.controlUrl,
    hrControl: system.partners.hr.controlUrl,
    report: { monthBegan: nothing, progress: onProgress },
    ...(months === undefined ? {} : { months }),
  });
  return exported;
};

/**
 * Plays, and strikes once at the first thing that happens on a day or after it, while the play goes on. When both have ended, it
 * waits until the system has settled, and gives the export.
 */
export const playStruck = async (
  system: Playable,
  { months, day, strike }: { readonly months: number; readonly day: string; readonly strike: () => Promise<void> },
): Promise<Exported> => {
  let struck: Promise<void> | undefined;
  const onProgress = (line: Progress): void => {
    if (line.day < day || struck !== undefined) return;
    struck = strike();
    // A failure is thrown below, when the play has ended.
    struck.catch(nothing);
  };
  await playOn(system, { months, onProgress });
  if (struck === undefined) throw new Error(`Nothing happened on ${day} or after it.`);
  await struck;
  // All is played: this finds what is done, waits for what is not settled, and exports.
  return playOn(system, { months });
};
