// The start as a person meets it: a real Chromium opens the documentation, signs in, asks a question and signs out.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';
import { type RealSystem, realSystem } from './real-system.ts';

let system: RealSystem;
let problems: string[];
beforeEach(async () => {
  system = await realSystem();
  problems = [];
});

/** A browser that nobody has used yet; what its pages complain of is noted. */
const newContext = async (): Promise<BrowserContext> => {
  const browser = await launchChromium();
  const context = await browser.newContext({ locale: 'zh-CN' });
  context.on('weberror', (error) => problems.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return context;
};

/** Opens the dialogue of the documentation, and gives the page of the issuer that comes up beside it. */
const openSignIn = async (page: Page): Promise<Page> => {
  await page.getByRole('button', { name: 'Authorize' }).first().click();
  const [issuer] = await Promise.all([
    page.context().waitForEvent('page'),
    page
      .locator('.modal-ux')
      .getByRole('button', { name: /Apply given|Authorize/ })
      .click(),
  ]);
  return issuer;
};

/** Asks for the current day of 瑞安市 by the page itself, and gives the status of the answer. */
const askForDay = async (page: Page): Promise<number> => {
  const operation = page.locator('#operations-days-getDay');
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.locator('tr[data-param-name="county"] input').fill('330381');
  const [answer] = await Promise.all([
    page.waitForResponse(/\/days\/current/),
    operation.getByRole('button', { name: 'Execute' }).click(),
  ]);
  return answer.status();
};

it('lets a person sign in, ask and sign out in the documentation, opened by either name of the machine', async () => {
  const { child, url } = await system.begin([]);
  for (const name of ['127.0.0.1', 'localhost']) {
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(`${url.replace('127.0.0.1', name)}/docs?service=integration`);
    expect(new URL(page.url()).hostname).toBe('127.0.0.1');
    const issuer = await openSignIn(page);
    await Promise.all([issuer.waitForEvent('close'), issuer.locator('button[value="office-1"]').click()]);
    await page.locator('.modal-ux').getByRole('button', { name: 'Close', exact: true }).click();
    expect(await askForDay(page)).toBe(200);
    await page.goto(`${url}/realms/jixiao/protocol/openid-connect/logout`);
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.getByRole('heading', { name: '已退出登录' }).waitFor();
  }
  expect(problems).toEqual([]);
  await system.expectCleanEnd(child);
}, 180_000);
