// The pages that a newcomer opens: links at /, the contracts below /contracts, and their documentation at /docs.

import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Router } from 'express';
import swaggerUi from 'swagger-ui-dist';
import { problemCatalogue } from '#contracts/generated/problems.ts';
import { ownValue } from '#kernel/values/own.ts';
import { readOnly } from '../read-only.ts';
import { strictRouter } from '../strict-router.ts';
import { fixedAnswer } from './fixed-answer.ts';
import { escapeHtml, pageOf, tableOf } from './html.ts';

const asset = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
const css = asset('page.css');
const docsProgram = asset('docs-page.mjs');

/** A contract beside those of the services, below `/contracts/<path>.json`. */
export interface FurtherContract {
  readonly path: string;
  /** What the page of links calls it. */
  readonly title: string;
  readonly document: unknown;
}

/** The public client of the realm (deploy/keycloak/realm.ts), which may send people back to `/docs/oauth2-redirect.html`. */
const signInClient = 'console';

/** What the page of the contracts loads of Swagger UI. Its other files have no use here, and so no address. */
const swaggerFiles = ['swagger-ui-bundle.js', 'swagger-ui.css', 'oauth2-redirect.html', 'oauth2-redirect.js'] as const;

/** What a page may load and whom it may ask: ourselves, and on signing in the issuer, where the token comes from. */
const policyOf = (issuer: string | undefined): string =>
  [
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${issuer === undefined ? '' : ` ${new URL(issuer).origin}`}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** What each service is for, in the words of the process step that it owns. */
const purposes: Readonly<Record<string, string>> = {
  targets: '目标设定、过程监督',
  indicators: '指标设计、数据采集',
  evaluation: '绩效评估',
  incentives: '结果应用',
  integration: '数据共享与交换',
};

const home = (names: readonly string[], further: readonly FurtherContract[]): string => {
  const rows = names.map((name) => [
    `${ownValue(purposes, name) ?? ''} <code>${name}</code>`,
    `<a href="/docs?service=${name}">查看</a>`,
    `<a href="/contracts/${name}.json">OpenAPI 3.1</a>`,
  ]);
  const links = [
    ...further.map(({ path, title }) => [`/contracts/${path}.json`, title]),
    ['/contracts/problems', '错误代码'],
    ['/health/ready', '就绪状态'],
  ].map(([path, title]) => `<li><a href="${path}">${title}</a></li>`);
  return pageOf(
    '绩效 Jixiao',
    `<h1>绩效 Jixiao</h1><p>乡镇领导绩效管理的数据交换服务。本页列出对外的接口与文档。</p>
<h2>接口文档</h2>${tableOf(['服务', '文档', '契约'], rows)}<h2>其他</h2><ul>${links.join('')}</ul>`,
  );
};

const problems = (): string => {
  const rows = Object.entries(problemCatalogue).map(([code, { status, title, caller, operator, support }]) => [
    `<code>${code}</code>`,
    String(status),
    ...[title, caller, operator, support].map((text) => `${escapeHtml(text['zh-CN'])}<br>${escapeHtml(text.en)}`),
  ]);
  const codes = Object.keys(problemCatalogue);
  return pageOf(
    '错误代码',
    `<h1>错误代码</h1>${tableOf(['代码', '状态', '含义', '调用方', '运维', '支持'], rows, (_row, index) => codes[index] ?? '')}`,
  );
};

const docs = (names: readonly string[], issuer: string | undefined): string => {
  const said = issuer === undefined ? '' : ` data-issuer="${escapeHtml(issuer)}" data-client="${signInClient}"`;
  return pageOf(
    '接口文档',
    `<nav><a href="/">首页</a> · ${names.map((name) => `<a href="/docs?service=${name}">${name}</a>`).join(' · ')}</nav>` +
      `<div id="ui" data-names="${names.join(' ')}"${said}></div>` +
      '<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>',
    '<link rel="stylesheet" href="/docs/swagger-ui.css">',
  );
};

/** Whether a request came by the other name of this machine, to which the issuer sends nobody back. */
const isOtherName = (host: string | undefined, docsOrigin: string): boolean =>
  host !== undefined && host === new URL(docsOrigin).host.replace('127.0.0.1', 'localhost');

/**
 * The pages. They need no sign-in: a contract is public. Without an issuer the documentation is there to read alone. Where a
 * `docsOrigin` on 127.0.0.1 is given, whoever opens the documentation at localhost is sent to it: the sign-in leads back there.
 */
export const contractPages = (
  documents: Readonly<Record<string, unknown>>,
  further: readonly FurtherContract[],
  issuer: string | undefined,
  docsOrigin?: string,
): Router => {
  const names = Object.keys(documents);
  const router = strictRouter();
  const page = (path: string, type: string, body: string | Buffer): void => {
    readOnly(router, path, fixedAnswer(type, body));
  };
  router.use((_request, response, next) => {
    response.set('content-security-policy', policyOf(issuer));
    next();
  });
  page('/', 'html', home(names, further));
  page('/contracts/problems', 'html', problems());
  const documentation = fixedAnswer('html', docs(names, issuer));
  readOnly(router, '/docs', (request, response, next) => {
    if (docsOrigin !== undefined && isOtherName(request.get('host'), docsOrigin))
      response.redirect(302, `${docsOrigin}${request.originalUrl}`);
    else documentation(request, response, next);
  });
  page('/docs/page.css', 'css', css);
  page('/docs/start.js', 'js', docsProgram);
  for (const [name, document] of Object.entries(documents))
    page(`/contracts/${name}.json`, 'json', JSON.stringify(document));
  for (const { path, document } of further) page(`/contracts/${path}.json`, 'json', JSON.stringify(document));
  for (const file of swaggerFiles)
    page(`/docs/${file}`, extname(file), readFileSync(join(swaggerUi.getAbsoluteFSPath(), file)));
  return router;
};
