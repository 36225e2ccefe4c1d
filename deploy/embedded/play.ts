// Playing the short year on an embedded system, with its progress and its summary on the terminal.
import { playShortYear } from '../../demonstration/play.ts';
import { printProgress, summaryLines } from '../../demonstration/print.ts';
import { developmentPassword, developmentSecret } from '../issuer/account.ts';
import type { System } from './system.ts';
import { say } from './terminal.ts';

/** Plays what is not played yet of the short year. Rejects where an expected event is missing. */
export const playDemonstration = async ({ url, issuer, partners }: System): Promise<void> => {
  const { summary } = await playShortYear({
    gateway: url,
    issuer,
    credentials: { password: developmentPassword, secretOf: developmentSecret },
    provinceControl: partners.province.controlUrl,
    hrControl: partners.hr.controlUrl,
    report: printProgress(say),
  });
  for (const line of summaryLines(summary)) say(line);
};
