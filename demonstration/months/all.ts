// The months of the short year in their order.
import { opening } from './2025-01-opening.ts';
import { plans } from './2025-02-plans.ts';
import { approval } from './2025-03-approval.ts';
import { supervision } from './2025-04-supervision.ts';
import { scoring } from './2026-01-scoring.ts';
import { objections } from './2026-02-objections.ts';
import { results } from './2026-03-results.ts';
import { measures } from './2026-04-measures.ts';
import type { Month } from './month.ts';
import { quarterReviewed, valuesCome } from './ordinary.ts';

/** January 2025 to April 2026. */
export const allMonths: readonly Month[] = [
  opening,
  plans,
  approval,
  supervision,
  valuesCome('2025-05', '2025-04'),
  valuesCome('2025-06', '2025-05'),
  quarterReviewed('2025-07', '2025-06', 'secondNotices'),
  valuesCome('2025-08', '2025-07'),
  valuesCome('2025-09', '2025-08'),
  quarterReviewed('2025-10', '2025-09', 'thirdNotices'),
  valuesCome('2025-11', '2025-10'),
  valuesCome('2025-12', '2025-11'),
  scoring,
  objections,
  results,
  measures,
];
