// The months in which the values come and, after a quarter, the lights are looked at.
import { collectionDay, collectMonth } from '../acts/collect-month.ts';
import { acceptAnswers, answerNotices, closeNotices, issueNotices } from '../acts/notices.ts';
import { workingDaysAfter } from '../calendar.ts';
import type { DocumentName } from '../documents.ts';
import type { Month } from './month.ts';

/** Working days after which the townships answer, and after which the office accepts. */
const answeredAfter = 5;
const acceptedAfter = 6;

/** A month in which the values of the month before it come, and nothing else. */
export const valuesCome = (month: string, of: string): Month => ({
  month,
  title: `收集 ${of} 数据`,
  days: [[collectionDay(of), (world) => collectMonth(world, of)]],
});

/** A month after a quarter: notices that are done are closed, and new ones are issued, answered and accepted. */
export const quarterReviewed = (month: string, of: string, document: DocumentName): Month => ({
  month,
  title: `收集 ${of} 数据，季度督查`,
  days: [
    [
      collectionDay(of),
      async (world) => {
        await collectMonth(world, of);
        await closeNotices(world, 'on-course');
        await issueNotices(world, document);
      },
    ],
    [workingDaysAfter(collectionDay(of), answeredAfter), (world) => answerNotices(world, 'all')],
    [workingDaysAfter(collectionDay(of), acceptedAfter), acceptAnswers],
  ],
});
