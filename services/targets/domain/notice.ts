// The course of a supervision notice (告知单): issued → answered, in time or late → accepted → closed.
import type { IsoDate } from '#kernel/values/date.ts';
import { type WorkingDayLimit, workingDayDeadline } from '#kernel/values/deadline.ts';
import { businessId } from '#kernel/values/identifier.ts';
import { accepted, type Result, refused } from '#kernel/values/result.ts';
import { stateConflict } from '#kernel/values/state-conflict.ts';
import type { WorkingCalendar } from '#kernel/values/working-days.ts';
import type { Colour } from './light.ts';
import { colourNames, noticeStateNames } from './state-names.ts';

export type NoticeState = keyof typeof noticeStateNames;

type Remark = { readonly opinion: string; readonly on: IsoDate };

/** A supervision notice on a target. */
export type Notice = {
  readonly id: string;
  readonly county: string;
  readonly cycleId: string;
  readonly unitId: string;
  readonly placeId: string;
  readonly targetId: string;
  readonly state: NoticeState;
  readonly version: number;
  readonly documentId: string;
  readonly text: string;
  readonly colour: 'yellow' | 'red';
  readonly issuedOn: IsoDate;
  readonly dueOn: IsoDate;
  readonly answer: {
    readonly text: string;
    readonly documentId: string | null;
    readonly on: IsoDate;
    readonly late: boolean;
  } | null;
  readonly acceptance: Remark | null;
  readonly closure: Remark | null;
};

/** What is known before a notice is issued: the target with its light, the rules, the notices on it before. */
export type NoticeGround = Pick<Notice, 'county' | 'cycleId' | 'unitId' | 'placeId' | 'targetId'> & {
  readonly colour: Colour;
  /** The colours that call for a notice. */
  readonly colours: readonly ('yellow' | 'red')[];
  readonly answerLimit: WorkingDayLimit;
  /** Whether an earlier notice on the target still waits for its answer in time. */
  readonly waiting: boolean;
};

const conflict = (notice: Notice, ...wanted: readonly NoticeState[]): ReturnType<typeof stateConflict> =>
  stateConflict('告知单', noticeStateNames[notice.state], wanted.map((state) => noticeStateNames[state]).join('或'));

/** The id of a notice: the same document tells the same target once. */
export const noticeId = (target: string, documentId: string): string => businessId('notice', target, documentId);

/**
 * Issues a notice on a light that calls for one (杭州市绩效管理条例 art 20, 济南市绩效管理条例 art 15), otherwise NOTICE_UNFOUNDED. Its
 * answer is due within the working days that the rules give. While an earlier notice may still be answered in time there is
 * no second one; after a late or missing answer there may be.
 */
export const issueNotice = (
  ground: NoticeGround,
  { documentId, text }: { readonly documentId: string; readonly text: string },
  calendar: WorkingCalendar,
  today: IsoDate,
): Result<Notice, 'NOTICE_UNFOUNDED' | 'STATE_CONFLICT'> => {
  const { colour, colours, answerLimit, waiting, ...subject } = ground;
  const called = colours.find((each) => each === colour);
  if (called === undefined) return refused('NOTICE_UNFOUNDED', { colour: colourNames[colour] });
  if (waiting) return stateConflict('该目标的告知单', '答复期内', '已答复或逾期');
  return accepted({
    id: noticeId(subject.targetId, documentId),
    ...subject,
    state: 'issued',
    version: 1,
    documentId,
    text,
    colour: called,
    issuedOn: today,
    dueOn: workingDayDeadline(calendar, answerLimit, today).due,
    answer: null,
    acceptance: null,
    closure: null,
  });
};

/** Marks a notice whose due day has passed without an answer; undefined where there is nothing to mark. */
export const markOverdue = (notice: Notice, today: IsoDate): Notice | undefined =>
  notice.state === 'issued' && today > notice.dueOn
    ? { ...notice, state: 'overdue', version: notice.version + 1 }
    : undefined;

/** Answers a notice. The due day itself is in time; after it the answer is taken all the same and marked as late. */
export const answerNotice = (
  notice: Notice,
  { text, documentId }: { readonly text: string; readonly documentId: string | null },
  today: IsoDate,
): Result<Notice, 'STATE_CONFLICT'> =>
  notice.state === 'issued' || notice.state === 'overdue'
    ? accepted({
        ...notice,
        state: 'answered',
        version: notice.version + 1,
        answer: { text, documentId, on: today, late: today > notice.dueOn },
      })
    : conflict(notice, 'issued', 'overdue');

/** Accepts the answer; the notice stays open until what was promised is done. */
export const acceptAnswer = (notice: Notice, opinion: string, today: IsoDate): Result<Notice, 'STATE_CONFLICT'> =>
  notice.state === 'answered'
    ? accepted({ ...notice, state: 'accepted', version: notice.version + 1, acceptance: { opinion, on: today } })
    : conflict(notice, 'answered');

/** Closes the notice, since what was promised is done. */
export const closeNotice = (notice: Notice, opinion: string, today: IsoDate): Result<Notice, 'STATE_CONFLICT'> =>
  notice.state === 'accepted'
    ? accepted({ ...notice, state: 'closed', version: notice.version + 1, closure: { opinion, on: today } })
    : conflict(notice, 'accepted');
