import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { renderHtml } from '../../src/report/index.js';
import { hostileNames } from '../report/hostile.js';
import { withNames } from '../report/sample.js';
import { withChanges, withFirstRun, withTrend } from '../report/trend-sample.js';
import { openBrowser } from './chromium.js';
import { unfold, type Visit, visit } from './visit.js';

const opened = await openBrowser();
const browser = 'browser' in opened ? opened.browser : undefined;
const reason = 'reason' in opened ? ` (skipped: no browser runs here: ${opened.reason})` : '';
if (reason) console.warn(`test/browser${reason}`);

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.skipIf(!browser)(`the trend in a browser${reason}`, () => {
  let current: Visit | undefined;

  async function open(report: Report, options?: BrowserContextOptions): Promise<Page> {
    if (!browser) throw new Error('no browser');
    current = await visit(browser, renderHtml(report), options);
    return current.page;
  }

  afterEach(async () => {
    const visited = current;
    current = undefined;
    await visited?.close();
    expect(visited?.faults).toEqual([]);
  });

  afterAll(() => browser?.close());

  const cases: [string, BrowserContextOptions][] = [
    ['on a desktop', {}],
    ['on a phone', phone],
    ['without JavaScript', { javaScriptEnabled: false }],
  ];
  it.each(cases)('draws every panel within its frame, %s', async (_name, options) => {
    const page = await open(withTrend(), options);
    const panels = page.locator('.panel');
    expect(await panels.count()).toBe(8);
    for (const panel of await panels.all()) {
      const frame = await panel.boundingBox();
      const svg = await panel.locator('svg').boundingBox();
      if (!frame || !svg) throw new Error('a panel is not shown');
      expect(svg.height).toBeGreaterThan(40);
      for (const part of await panel.locator('small, b, svg').all()) {
        const box = await part.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(frame.x + frame.width + 0.5);
        expect(box?.x ?? 0).toBeGreaterThanOrEqual(frame.x - 0.5);
      }
    }
  });

  it('tells each chart in words, and all of it as a table', async () => {
    const page = await open(withTrend());
    const chart = page.getByRole('img', { name: 'Security from 6 Sep 2026 to 22 Nov 2026: 14 first, 46 last' });
    expect(await chart.count()).toBe(1);
    await page.getByText('The same as a table').click();
    expect(await page.locator('.trend .scroll tbody tr').count()).toBe(12);
  });

  it('keeps its colours apart from the ground in dark and on paper', async () => {
    const page = await open(withTrend(), { colorScheme: 'dark' });
    const colorOf = () => page.evaluate(`getComputedStyle(document.querySelector('.panel.critical .line')).stroke`);
    const dark = await colorOf();
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
    expect(await colorOf()).not.toBe(dark);
    expect((await page.locator('.panel').first().boundingBox())?.height).toBeGreaterThan(80);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it('leads from an old finding to its rule, where its age is told as well', async () => {
    const page = await open(withTrend());
    await page.locator('.trend ol.moved a').first().click();
    const rule = page.locator('.rule[open]');
    await expect.poll(() => rule.count()).toBe(1);
    expect(await rule.locator('.age').first().textContent()).toBe('open for at least 77 days');
  });

  it('says where it begins', async () => {
    const page = await open(withFirstRun());
    expect(await page.getByText('The trend begins here').isVisible()).toBe(true);
    expect(await page.locator('.panel, .age').count()).toBe(0);
  });

  it('shows first what must be known first: notices, then the gate, then what was not seen', async () => {
    const page = await open(withChanges());
    const tops = await Promise.all(
      [
        '.notice:has-text("does not parse")',
        '.notice:has-text("The gate stops")',
        '.notice:has-text("Not everything")',
        'h1',
      ].map(async part => (await page.locator(part).first().boundingBox())?.y ?? Number.NaN),
    );
    expect(tops).toEqual([...tops].sort((one, other) => one - other));
    expect(tops[0]).toBeLessThan(120);
  });

  it.each([
    ['trend', withTrend(withNames(hostileNames))],
    ['changes', withChanges(hostileNames)],
  ])('runs nothing and asks for nothing with hostile names: %s', async (_name, report) => {
    const page = await open(report, phone);
    await unfold(page);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    for (const part of ['iframe', 'base', 'img', 'main script', '[onload]'])
      expect(await page.locator(part).count()).toBe(0);
    const targets = await page.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''));
    expect(targets.filter(target => !target.startsWith('#'))).toEqual([]);
  });
});
