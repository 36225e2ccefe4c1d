// Playing the short year on an embedded system, with its progress and its summary on the terminal.
import { playShortYear } from '../../demonstration/play.ts';
import { printProgress, summaryLines } from '../../demonstration/print.ts';
import { developmentPassword, developmentSecret } from '../issuer/account.ts';
import type { System } from './system.ts';
import { say } from './terminal.ts';

/** Plays what is not played yet of the short year. Rejects where an expected event is missing, and after `stopping`. */
export const playDemonstration = async ({ url, issuer, partners }: System, stopping: AbortSignal): Promise<void> => {
  const sayOn = (line: string): void => {
    // The year is cut off at its next line: it goes on from any act at the next start.
    stopping.throwIfAborted();
    say(line);
  };
  const { summary } = await playShortYear({
    gateway: url,
    issuer,
    credentials: { password: developmentPassword, secretOf: developmentSecret },
    provinceControl: partners.province.controlUrl,
    hrControl: partners.hr.controlUrl,
    report: printProgress(sayOn),
  });
  for (const line of summaryLines(summary)) sayOn(line);
};
