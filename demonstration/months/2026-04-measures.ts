// April 2026: measures confirmed and decided, taken by HR, and carried out as far as their time has come.
import { runRound } from '../acts/human-resources.ts';
import { recordMeasureDecisions, releaseMeasureDecisions, weighMeasures } from '../acts/measures.ts';
import type { World } from '../world.ts';
import type { Month } from './month.ts';

// What HR carries out, and by which of its documents; the rectification runs on beyond the year that is played.
const executions = [
  { kind: 'commendation', document: '瑞人社〔2026〕18号（虚构）' },
  { kind: 'reward-proposal', document: '瑞人社〔2026〕19号（虚构）' },
  { kind: 'person-quota', document: '瑞人社〔2026〕20号（虚构）' },
] as const;
const executedOn = '2026-04-20';

const takeMeasures = async (world: World): Promise<void> => {
  for (const { kind, document } of executions) await world.hr.order({ kind, document, day: executedOn });
  await runRound(world);
};

/** April 2026. */
export const measures: Month = {
  month: '2026-04',
  title: '结果应用：措施审定、送达、执行',
  days: [
    ['2026-04-01', weighMeasures],
    ['2026-04-10', recordMeasureDecisions],
    ['2026-04-13', releaseMeasureDecisions],
    ['2026-04-14', takeMeasures],
    [executedOn, runRound],
    ['2026-04-30'],
  ],
};
