// The pages that a newcomer opens: links at /, the contracts below /contracts, and their documentation at /docs.

// The pages that a newcomer opens: links at /, the contracts below /contracts, and their documentation at /docs.
import express, { Router } from 'express';
import swaggerUi from 'swagger-ui-dist';
import { problemCatalogue } from '#contracts/generated/problems.ts';

const pagePolicy =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; connect-src 'self'";

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const page = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>${head}` +
  '<link rel="stylesheet" href="/docs/page.css"></head>' +
  `<body>${body}</body></html>`;

const css = `body{font-family:system-ui,"WenQuanYi Micro Hei","Noto Sans CJK SC",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;line-height:1.6;color:#1f2328}
h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}th{white-space:nowrap}td,th{border-bottom:1px solid #d0d7de;padding:.4rem .6rem;text-align:left;vertical-align:top}
a{color:#0b57a4}code{background:#f3f4f6;padding:.1rem .3rem;border-radius:.2rem}.swagger-ui{max-width:none}`;

/** What each service is for, in the words of the process step that it owns. */
const purposes: Readonly<Record<string, string>> = {
  targets: '目标设定、过程监督',
  indicators: '指标设计、数据采集',
  evaluation: '绩效评估',
  incentives: '结果应用',
  integration: '数据共享与交换',
};

const serviceRow = (name: string): string =>
  `<tr><td>${purposes[name] ?? ''} <code>${name}</code></td><td><a href="/docs/?service=${name}">查看</a></td>` +
  `<td><a href="/contracts/${name}.json">OpenAPI 3.1</a></td></tr>`;

const home = (names: readonly string[]): string =>
  page(
    '绩效 Jixiao',
    `<h1>绩效 Jixiao</h1><p>乡镇领导绩效管理的数据交换服务。本页列出对外的接口与文档。</p>
<h2>接口文档</h2><table><tr><th>服务</th><th>文档</th><th>契约</th></tr>${names.map(serviceRow).join('')}</table>
<h2>其他</h2><ul><li><a href="/contracts/events.json">事件契约</a></li><li><a href="/contracts/problems">错误代码</a></li>
<li><a href="/health/ready">就绪状态</a></li></ul>`,
  );

const problems = (): string =>
  page(
    '错误代码',
    `<h1>错误代码</h1><table><tr><th>代码</th><th>状态</th><th>含义</th><th>调用方</th><th>运维</th></tr>${Object.entries(
      problemCatalogue,
    )
      .map(
        ([code, entry]) =>
          `<tr id="${code}"><td><code>${code}</code></td><td>${entry.status}</td><td>${escape(entry.title['zh-CN'])}<br>${escape(entry.title.en)}</td><td>${escape(entry.caller)}</td><td>${escape(entry.operator)}</td></tr>`,
      )
      .join('')}</table>`,
  );

const docs = (): string =>
  page(
    '接口文档',
    '<div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>',
    '<link rel="stylesheet" href="/docs/swagger-ui.css">',
  );

const startScript = (names: readonly string[]): string =>
  `const names=${JSON.stringify(names)};const asked=new URLSearchParams(location.search).get('service');` +
  "const name=names.includes(asked)?asked:names[0];SwaggerUIBundle({url:'/contracts/'+name+'.json',dom_id:'#ui',validatorUrl:null,deepLinking:true});";

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
  html('/docs', docs());
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
