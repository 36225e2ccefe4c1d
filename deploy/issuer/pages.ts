// The pages of the development issuer: plain HTML without scripts, and marked so that nobody takes it for the real thing.
import { type DevelopmentUser, developmentPassword } from './account.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for HTML, attributes included. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

const style = `
  body { font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", sans-serif; margin: 0;
    background: #f4f6f8; color: #1f2933; line-height: 1.5 }
  main { max-width: 60rem; margin: 0 auto; padding: 1.5rem }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem } h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; color: #52606d }
  .mark { background: #b44d12; color: #fff; padding: .5rem 1.5rem; font-weight: bold; text-align: center }
  .fault { background: #ffe3e3; border-left: .25rem solid #c92a2a; padding: .5rem 1rem }
  .people { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem }
  button { font: inherit; text-align: left; padding: .5rem .75rem; background: #fff; border: 1px solid #cbd2d9;
    border-radius: .25rem; cursor: pointer }
  button:hover, button:focus { border-color: #1c5d99; outline: 2px solid #1c5d99; outline-offset: -1px }
  small { display: block; color: #52606d }
  code { background: #e4e7eb; padding: 0 .25rem; border-radius: .2rem; white-space: nowrap }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<div class="mark" role="note">开发用登录页 · 任何人都能以任何身份登录 · 不得用于生产</div>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;

const person = ({ username, name }: DevelopmentUser): string => {
  const id = escapeHtml(username);
  return `<button type="submit" name="username" value="${id}">${escapeHtml(name)}<small>${id}</small></button>`;
};

/** The page on which a person chooses who to be. `fault` says what was wrong with the last choice. */
export const signInPage = (users: readonly DevelopmentUser[], action: string, fault?: string): string => {
  const groups = [...new Set(users.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const people = users.filter((user) => user.group === group).map(person);
    return `<h2>${escapeHtml(group)}</h2>\n<div class="people">\n${people.join('\n')}\n</div>`;
  });
  const alert = fault === undefined ? '' : `<p class="fault" role="alert">${escapeHtml(fault)}</p>\n`;
  return page(
    '绩效系统登录',
    `${alert}<p>请选择一个开发用户，无需密码。正式部署由统一身份认证（Keycloak）登录，届时本页不存在；
开发用 Keycloak 的密码是 <code>${escapeHtml(developmentPassword)}</code>。</p>
<form method="post" action="${escapeHtml(action)}">
${sections.join('\n')}
</form>`,
  );
};

/** The page that asks whether to sign out; `form` is the provider's own form with its token. */
export const signOutPage = (form: string): string =>
  page(
    '退出登录',
    `${form}
<p><button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>退出登录</button>
<button type="submit" form="op.logoutForm">保持登录</button></p>`,
  );

/** The page after signing out. */
export const signedOutPage = (): string => page('已退出登录', '<p>您已退出。可以关闭本页，或回到系统重新登录。</p>');

/** The page for a sign-in that can't go on. */
export const faultPage = (fault: string): string =>
  page('无法登录', `<p class="fault" role="alert">${escapeHtml(fault)}</p>\n<p>请回到系统，重新登录。</p>`);
