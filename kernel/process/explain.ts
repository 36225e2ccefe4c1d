// Why a service's process ended, in one sentence for its operator, Chinese and English, and the exit code that says it to a script.
import { ConfigError } from '#kernel/config/read.ts';
import { SchemaTooNew } from '#kernel/database/migrate.ts';
import { exitCodes } from './exit-codes.ts';
import { StartLate, startGraceMs } from './stop-request.ts';

/** What an operator reads, and the code that the process ends with. */
export interface Explanation {
  readonly sentence: string;
  readonly exitCode: number;
}

const unreachableCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  // PostgreSQL says that it can't take a connection now: too many, starting up, shutting down.
  '53300',
  '57P03',
]);
/** PostgreSQL's answers to a role, a password or a database name that it does not know. */
const refusedCodes: ReadonlySet<string> = new Set(['28P01', '28000', '3D000']);
const causesRead = 8;

const field = (error: unknown, name: string): string => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** The error, its causes, and the members of those that stand for several: the one with a code may lie deep. */
const chainOf = (error: unknown): unknown[] => {
  const chain: unknown[] = [error];
  for (let at = 0; at < chain.length && chain.length < causesRead; at += 1) {
    const each = chain[at];
    if (each instanceof AggregateError) chain.push(...(each.errors as unknown[]));
    if (each instanceof Error && each.cause !== undefined) chain.push(each.cause);
  }
  return chain;
};

const both = (chinese: string, english: string): string => `${chinese}\n${english}`;

const portTaken = (error: unknown, code: string): string => {
  const [port, address] = [field(error, 'port'), field(error, 'address')];
  return code === 'EADDRINUSE'
    ? both(
        `${address} 的端口 ${port} 已被占用：请换一个端口，或用 0 任取一个。`,
        `The port ${port} of ${address} is taken: choose another one, or 0 for any.`,
      )
    : both(
        `${address} 的端口 ${port} 不能使用（${code}）：请换一个端口，或用 0 任取一个。`,
        `The port ${port} of ${address} can not be used (${code}): choose another one, or 0 for any.`,
      );
};

const unreachable = (error: unknown, code: string): string => {
  const where = [field(error, 'address') || field(error, 'hostname'), field(error, 'port')].filter(Boolean).join(':');
  const [chineseWhere, englishWhere] = where === '' ? ['', ''] : [` ${where}`, ` at ${where}`];
  return both(
    `无法连接本程序所依赖的服务器${chineseWhere}（${code}）：请启动它，或更正地址。`,
    `A server that this process stands on can not be reached${englishWhere} (${code}). Start it, or correct its address.`,
  );
};

const graceSeconds = startGraceMs / 1_000;
const startLate = both(
  `启动途中收到停止请求，启动未能在 ${graceSeconds} 秒内结束，程序已被中断；已提交的数据不会丢失。`,
  `Told to stop, the start did not come to an end within ${graceSeconds} s and was cut off; what was committed is kept.`,
);

const recognised = (error: unknown): Explanation | undefined => {
  if (error instanceof ConfigError)
    return { sentence: both('配置不可用，请更正下列各项：', error.message), exitCode: exitCodes.config };
  if (error instanceof SchemaTooNew) {
    const chinese = '数据库结构已被更新版本的程序改动，本程序不能使用：请启动新版本，或恢复改动前的备份。';
    return { sentence: both(chinese, error.message), exitCode: exitCodes.schemaTooNew };
  }
  if (error instanceof StartLate) return { sentence: startLate, exitCode: exitCodes.stopLate };
  const code = field(error, 'code');
  if (field(error, 'syscall') === 'listen') return { sentence: portTaken(error, code), exitCode: exitCodes.port };
  if (refusedCodes.has(code)) {
    const said = field(error, 'message');
    const sentence = both(
      `PostgreSQL 拒绝了配置中的地址：${said}。`,
      `PostgreSQL refuses the address in the configuration: ${said}.`,
    );
    return { sentence, exitCode: exitCodes.config };
  }
  if (unreachableCodes.has(code)) return { sentence: unreachable(error, code), exitCode: exitCodes.unavailable };
  return undefined;
};

/** Explains what ended a process. What nobody foresaw keeps its stack trace, since a developer must read it. */
export const explainEnd = (error: unknown): Explanation => {
  for (const each of chainOf(error)) {
    const explanation = recognised(each);
    if (explanation !== undefined) return explanation;
  }
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const sentence = both(
    '程序遇到未预料的错误，请将以下内容报告给开发者：',
    `An unforeseen error; report what follows:\n${said}`,
  );
  return { sentence, exitCode: exitCodes.software };
};
