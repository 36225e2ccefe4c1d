// The names of states and colours as people read them in refusals.
/** The states of a plan. A release leads through approval to publication. */
export const planStateNames = {
  draft: '草稿',
  submitted: '已报送',
  returned: '已退回',
  approved: '已审定',
  published: '已发布',
} as const;

/** The states of a supervision notice, in order. */
export const noticeStateNames = {
  issued: '已下达',
  overdue: '逾期未答复',
  answered: '已答复',
  accepted: '已认可',
  closed: '已办结',
} as const;

/** The colours of a light. */
export const colourNames = { green: '绿', yellow: '黄', red: '红', grey: '灰' } as const;
