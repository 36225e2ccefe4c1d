// The names of states as people read them in refusals.
/** The course of a cycle on the unit track, in order. */
export const cycleStateNames = {
  collecting: '数据采集',
  'values-confirmed': '数据已核定',
  freezing: '正在冻结',
  frozen: '已冻结',
  scored: '已计分',
  notified: '已告知',
  'objections-decided': '异议已办结',
  approved: '已审定',
  announced: '已公布',
} as const;

/** The states of an objection. */
export const objectionStateNames = { raised: '已提出', accepted: '已采纳', refused: '已驳回' } as const;

/** The states of a proposal of team grades. */
export const proposalStateNames = { tied: '并列待定', proposed: '已提出', decided: '已审定' } as const;
