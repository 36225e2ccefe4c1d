// Documents to register: the smallest command whose event every service hears.

import type { Answer } from './api.ts';
import { ask } from './api.ts';

/** The county of the journeys: 瑞安市. */
export const county = '330381';

/** A document of that county; the number tells them apart. */
export const draft = (number: number): Readonly<Record<string, unknown>> => ({
  county,
  organ: '瑞安市考核工作委员会（虚构）',
  code: '瑞考委',
  year: 2025,
  number,
  title: `第${number}号通知（虚构）`,
  date: '2025-01-02',
  secrecy: 'none',
  digest: number.toString(16).padStart(64, '0'),
  form: 'file',
});

/** Registers a document through an entrance or a gateway, with as many tries as it takes. */
export const register = (url: string, token: string, number: number): Promise<Answer> =>
  ask({ url: `${url}/api/v1/integration/documents`, token, body: draft(number) });

/** Lets the assessment office register documents of the committee. */
export const authorizeOffice = (url: string, token: string): Promise<Answer> => {
  const body = { county, organ: draft(1)['organ'], role: 'assessment_office', basis: '授权函（虚构）' };
  return ask({ url: `${url}/api/v1/integration/registrars`, token, body });
};

/** Begins a day of the county. */
export const beginDay = (url: string, token: string, date: string): Promise<Answer> =>
  ask({ url: `${url}/api/v1/integration/days`, token, body: { county, date } });
