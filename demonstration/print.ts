// The year on a terminal: progress month by month, and the closing summary.
import type { Summary } from './summary.ts';
import type { Progress } from './world.ts';

/** Who watches a run. */
export interface Report {
  monthBegan(month: string, title: string): void;
  progress(line: Progress): void;
}

/** Prints progress by lines. */
export const printProgress = (say: (line: string) => void): Report => ({
  monthBegan: (month, title) => say(`\n  ■ ${month}  ${title}`),
  progress: ({ day, text }) => say(`    ${day}  ${text}`),
});

/** The summary as lines. */
export const summaryLines = ({ day, digest, recordCount, sections }: Summary): readonly string[] => [
  '',
  `  ══ 瑞安市短年度总结（演示方案；人员、文件、事件均为虚构）  业务日期 ${day} ══`,
  ...sections.flatMap(({ title, lines }) => ['', `  【${title}】`, ...lines.map((line) => `    ${line}`)]),
  '',
  `  导出 ${recordCount} 条业务记录，SHA-256 ${digest}`,
  '',
];
