// The departments that every simulated county has: the sources of data (数源部门) and the organs that run an assessment.

export type DepartmentKey =
  | 'finance'
  | 'development'
  | 'statistics'
  | 'petitions'
  | 'emergency'
  | 'data'
  | 'civil-affairs'
  | 'housing'
  | 'ecology'
  | 'urban-management'
  | 'water'
  | 'organization'
  | 'discipline'
  | 'assessment';

export type Department = {
  readonly key: DepartmentKey;
  /** The part of the name after the county's name, as `财政局` in `瑞安市财政局`. */
  readonly title: string;
  /** True for an organ of the party. Its parent is the party committee, not the government. */
  readonly party: boolean;
};

/** In a fixed order: the place in this list is part of the credit code, so a new department goes to the end. */
export const departments: readonly Department[] = [
  { key: 'finance', title: '财政局', party: false },
  { key: 'development', title: '发展和改革局', party: false },
  { key: 'statistics', title: '统计局', party: false },
  { key: 'petitions', title: '信访局', party: false },
  { key: 'emergency', title: '应急管理局', party: false },
  { key: 'data', title: '数据局', party: false },
  { key: 'civil-affairs', title: '民政局', party: false },
  { key: 'housing', title: '住房和城乡建设局', party: false },
  { key: 'ecology', title: '生态环境局', party: false },
  { key: 'urban-management', title: '综合行政执法局', party: false },
  { key: 'water', title: '水利局', party: false },
  { key: 'organization', title: '委组织部', party: true },
  { key: 'discipline', title: '纪律检查委员会', party: true },
  { key: 'assessment', title: '委考核工作委员会办公室', party: true },
];
