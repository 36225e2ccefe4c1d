// March 2026: unit results approved and announced, team grades decided and taken by HR, one of them only after its repair.
import { findTeamAgain, loseTeam, repairRejected, runRound } from '../acts/human-resources.ts';
import { gradeTeams } from '../acts/team-grades.ts';
import { announceUnitResults, recordUnitResults, releaseDecision } from '../acts/unit-results.ts';
import type { Month } from './month.ts';

/** March 2026. */
export const results: Month = {
  month: '2026-03',
  title: '审定、公布结果，确定班子等次',
  days: [
    ['2026-03-09', recordUnitResults],
    ['2026-03-10', (world) => releaseDecision(world, 'unit-results')],
    ['2026-03-11', announceUnitResults],
    ['2026-03-25', gradeTeams],
    ['2026-03-26', (world) => releaseDecision(world, 'team-grades')],
    [
      '2026-03-27',
      async (world) => {
        await loseTeam(world);
        await runRound(world);
      },
    ],
    [
      '2026-03-30',
      async (world) => {
        await findTeamAgain(world);
        await repairRejected(world);
      },
    ],
    ['2026-03-31', runRound],
  ],
};
