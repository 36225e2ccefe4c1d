// The input of a trial run: two units, of which the first has more revenue and less water than the second.
import { period } from '#kernel/values/period.ts';
import type { TrialInput } from '../../../services/evaluation/domain/scoring/trial.ts';
import { indicatorSystem } from './scheme.ts';

const observation = (unitId: string, elementCode: string, value: string) => ({
  observationId: `${unitId}-${elementCode}`,
  unitId,
  elementCode,
  period: period('2025'),
  revision: 1,
  value,
});

/** The input, with the ids of the units and the code of their ranking group as they are given. */
export const trialInput = (first: string, second: string, groupCode: string): TrialInput => ({
  indicatorSystem,
  from: period('2025-01'),
  to: period('2025-12'),
  units: [first, second].map((unitId) => ({ unitId, classCode: 'plain', groupCode })),
  observations: [
    observation(first, 'E-REVENUE', '120'),
    observation(first, 'E-WATER', '80'),
    observation(second, 'E-REVENUE', '50'),
    observation(second, 'E-WATER', '100'),
  ],
  targets: [first, second].map((unitId) => ({
    targetId: `t-${unitId}`,
    unitId,
    indicatorCode: 'revenue',
    value: '100',
  })),
});
