// The browser of the specs: a Chromium out of a development package, with the libraries that it needs, so that a machine needs none.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';
import { onTestFinished } from 'vitest';

const packed = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin', 'al2023.tar.br');

/** Unpacks Chromium into a folder of its own and starts it; both are gone after the test. */
export const launchChromium = async (): Promise<Browser> => {
  const folder = await mkdtemp(join(tmpdir(), 'jixiao-chromium-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const before = process.env['TMPDIR'];
  // The package unpacks into the folder for temporary files, whose name it can't be told otherwise: other runs would share it.
  process.env['TMPDIR'] = folder;
  try {
    const executablePath = await chromium.executablePath();
    await inflate(packed);
    const browser = await playwright.launch({
      executablePath,
      // As root Chromium starts without a sandbox alone. The package's own arguments would switch the same-origin policy off.
      args: ['--no-sandbox'],
      env: {
        HOME: folder,
        TMPDIR: folder,
        FONTCONFIG_PATH: join(folder, 'fonts'),
        LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      },
    });
    onTestFinished(() => browser.close());
    return browser;
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
};
