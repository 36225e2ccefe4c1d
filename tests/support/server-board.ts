// The notice board of one run: specs' processes ask for a server, the main process answers with its address or a reason.
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 100;

/** What the main process says about a server: how to reach it, or why it can't be had. */
export type Notice = { readonly address: string } | { readonly reason: string };

/** Stands on the board instead of a program's path where specs start containers of their own. */
export const byContainer = 'container';

/** Asks for a server without waiting, so that it starts beside what runs now. */
export const ask = (directory: string, server: string): Promise<void> =>
  writeFile(join(directory, `${server}.wanted`), '');

/** Asks for a server and waits for the notice; rejects after the limit. */
export const askFor = async (directory: string, server: string, limitMs: number): Promise<Notice> => {
  const notice = join(directory, `${server}.json`);
  await ask(directory, server);
  const began = Date.now();
  while (!existsSync(notice)) {
    if (Date.now() - began > limitMs) return { reason: `no answer within ${Math.round(limitMs / 1000)} s` };
    await delay(pollMs);
  }
  return noticeIn(await readFile(notice, 'utf8'));
};

const noticeIn = (text: string): Notice => {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null) {
    if ('address' in parsed && typeof parsed.address === 'string') return { address: parsed.address };
    if ('reason' in parsed && typeof parsed.reason === 'string') return { reason: parsed.reason };
  }
  throw new Error('the notice about a server is unreadable');
};

/** Puts up the notice about a server; readers never see half of it. */
export const putUp = async (directory: string, server: string, notice: Notice): Promise<void> => {
  const path = join(directory, `${server}.json`);
  await writeFile(`${path}.new`, JSON.stringify(notice));
  await rename(`${path}.new`, path);
};

/** Calls back once, when a spec asks for the server. Returns the end of listening. */
export const onAsked = (directory: string, server: string, answer: () => void): (() => void) => {
  const timer = setInterval(() => {
    if (!existsSync(join(directory, `${server}.wanted`))) return;
    clearInterval(timer);
    answer();
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
};
