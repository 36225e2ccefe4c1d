// The pages that a newcomer opens: links at /, the contracts below /contracts, and their documentation at /docs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router } from 'express';
import swaggerUi from 'swagger-ui-dist';
import { problemCatalogue } from '#contracts/generated/problems.ts';
import { escapeHtml, pageOf, tableOf } from './html.ts';

const pagePolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'";
const css = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8');

/** What each service is for, in the words of the process step that it owns. */
const purposes: Readonly<Record<string, string>> = {
  targets: '目标设定、过程监督',
  indicators: '指标设计、数据采集',
  evaluation: '绩效评估',
  incentives: '结果应用',
  integration: '数据共享与交换',
};

const home = (names: readonly string[]): string => {
  const rows = names.map((name) => [
    `${purposes[name] ?? ''} <code>${name}</code>`,
    `<a href="/docs/?service=${name}">查看</a>`,
    `<a href="/contracts/${name}.json">OpenAPI 3.1</a>`,
  ]);
  const links = [
    ['/contracts/events.json', '事件契约'],
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

const docs = (names: readonly string[]): string =>
  pageOf(
    '接口文档',
    `<nav><a href="/">首页</a> · ${names.map((name) => `<a href="/docs/?service=${name}">${name}</a>`).join(' · ')}</nav>` +
      '<div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>',
    '<link rel="stylesheet" href="/docs/swagger-ui.css">',
  );

const startScript = (names: readonly string[]): string =>
  [
    `const names=${JSON.stringify(names)};`,
    "const asked=new URLSearchParams(location.search).get('service');",
    'const name=names.includes(asked)?asked:names[0];',
    "SwaggerUIBundle({url:'/contracts/'+name+'.json',dom_id:'#ui',validatorUrl:null,deepLinking:true});",
  ].join('');

/** The pages. They need no sign-in: a contract is public. */
export const contractPages = (documents: Readonly<Record<string, unknown>>): Router => {
  const names = Object.keys(documents).filter((name) => name !== 'events');
  const router = Router();
  const html = (path: string, body: string): void => {
    router.get(path, (_request, response) => {
      response.set('content-security-policy', pagePolicy).type('html').send(body);
    });
  };
  html('/', home(names));
  html('/contracts/problems', problems());
  html('/docs', docs(names));
  router.get('/docs/page.css', (_request, response) => {
    response.type('css').send(css);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.type('js').send(startScript(names));
  });
  for (const [name, document] of Object.entries(documents)) {
    router.get(`/contracts/${name}.json`, (_request, response) => {
      response.json(document);
    });
  }
  router.use('/docs', express.static(swaggerUi.getAbsoluteFSPath(), { index: false, fallthrough: true }));
  return router;
};
