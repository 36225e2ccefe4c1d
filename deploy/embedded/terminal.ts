// What an embedded start says on the terminal: addresses, sign-ins, and what to do next.
import { developmentPassword } from '../issuer/account.ts';
import type { System } from './system.ts';

/** Writes a line for people. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const signIns: readonly (readonly [string, string])[] = [
  ['office-1', '考核办'],
  ['organization', '组织部'],
  ['recorder / releaser', '审定录入 / 审定发布'],
  ['filler-330381001 / signer-330381001', '街道填报 / 签发'],
  ['verifier-finance', '数源部门核定'],
  ['auditor', '审计'],
];

/** Tells where the system is and who can sign in. */
export const announce = (system: System, files: { readonly logFile: string }): void => {
  say('');
  say(`  绩效系统已启动   Jixiao is up`);
  say(`    首页 Home            ${system.url}/`);
  say(`    接口文档 API docs    ${system.url}/docs`);
  say(`    身份服务 Issuer      ${system.issuer}  （仅供开发 development only）`);
  say(`    省级平台(模拟)       ${system.partners.province.url}/api/v1`);
  say(`    人事系统(模拟)       ${system.partners.hr.url}/api/v1`);
  say(`    指标 Metrics         ${system.managementUrl}/metrics`);
  say(`    日志 Log             ${files.logFile}`);
  say('');
  say(`  开发用户 Development sign-ins   （密码 password: ${developmentPassword}）`);
  for (const [user, what] of signIns) say(`    ${user.padEnd(38)}${what}`);
  // An address leaves out the port that its scheme has by default.
  const port = new URL(system.url).port || '80';
  say(`    取得访问令牌 Get a token:   ${port === '8080' ? '' : `PORT=${port} `}npm run token -- office-1`);
  say('');
};
