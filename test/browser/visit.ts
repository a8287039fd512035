import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'stocktake-browser-'));
let pages = 0;

/** A page under watch: `faults` names every request, dialog, error and refused script since it was opened. */
export interface Visit {
  page: Page;
  faults: string[];
  /** Opens the page again at another fragment. */
  at(hash: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a report from a file, offline, as a reader does. */
export async function visit(browser: Browser, html: string, options: BrowserContextOptions = {}): Promise<Visit> {
  pages += 1;
  const file = join(folder, `report-${pages}.html`);
  writeFileSync(file, html);
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('request', request => {
    if (!/^(file|data):/.test(request.url())) faults.push(`request ${request.url()}`);
  });
  page.on('framenavigated', frame => {
    if (frame !== page.mainFrame()) faults.push(`frame ${frame.url()}`);
  });
  page.on('dialog', dialog => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', error => faults.push(`error ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') faults.push(`console ${message.text()}`);
  });
  const at = async (hash: string) => {
    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(file).href}${hash}`);
  };
  await page.goto(pathToFileURL(file).href);
  return { page, faults, at, close: () => context.close() };
}

/** Opens every folded part of the page. */
export async function unfold(page: Page): Promise<void> {
  for (const details of await page.locator('details').all()) {
    if ((await details.getAttribute('open')) === null) await details.locator('> summary').click();
  }
}
