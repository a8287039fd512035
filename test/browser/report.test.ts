import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/core/types.js';
import { renderHtml } from '../../src/report/index.js';
import { hostileNames } from '../report/hostile.js';
import { largeReport } from '../report/large.js';
import { manyFunctions, withOverview } from '../report/overview-sample.js';
import { endedSample, sample, withMoney, withNames } from '../report/sample.js';
import { withChanges, withTrend } from '../report/trend-sample.js';
import { openBrowser } from './chromium.js';
import { unfold, type Visit, visit } from './visit.js';

const opened = await openBrowser();
const browser = 'browser' in opened ? opened.browser : undefined;
const reason = 'reason' in opened ? ` (skipped: no browser runs here: ${opened.reason})` : '';
if (reason) console.warn(`test/browser${reason}`);

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

describe.skipIf(!browser)(`the report in a browser${reason}`, () => {
  let current: Visit | undefined;

  async function open(report: Report, options?: BrowserContextOptions): Promise<Page> {
    if (!browser) throw new Error('no browser');
    current = await visit(browser, renderHtml(report), options);
    return current.page;
  }

  const openAt = async (hash: string) => {
    const page = await open(sample);
    await current?.at(hash);
    return page;
  };

  const shownRules = (page: Page) =>
    page.locator('.rule:visible').evaluateAll(rules => rules.map(rule => rule.id.replace('rule-', '')));

  afterEach(async () => {
    const visited = current;
    current = undefined;
    await visited?.close();
    expect(visited?.faults).toEqual([]);
  });

  afterAll(() => browser?.close());

  describe('for everyone', () => {
    it.each([
      ['light', {}],
      ['dark', { colorScheme: 'dark' as const }],
      ['on a phone', phone],
      ['on a dark phone', { ...phone, colorScheme: 'dark' as const }],
    ])('has no fault that axe finds, %s', async (_name, options) => {
      for (const report of [
        endedSample,
        withTrend(withOverview(withMoney(['sessions']), ['send-mail'])),
        withChanges(),
      ]) {
        const page = await open(report, options);
        await unfold(page);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        await page.close();
      }
    });

    it.each([
      ['sample', sample],
      ['overview', withOverview(withMoney(['sessions']), ['send-mail'])],
      ['hostile', withNames(hostileNames)],
    ])('fits the width of a phone: %s', async (_name, report) => {
      const page = await open(report, phone);
      await unfold(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    });

    it('can be used with the keyboard alone', async () => {
      const page = await open(sample);
      const summary = page.locator('#rule-kms-key-rotation-enabled > summary');
      await summary.focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('#rule-kms-key-rotation-enabled .rows').isVisible()).toBe(true);
    });
  });

  describe('with hostile names', () => {
    it.each([true, false])('runs nothing and asks for nothing (JavaScript %s)', async javaScriptEnabled => {
      const page = await open(withNames(hostileNames), { javaScriptEnabled });
      await unfold(page);
      for (const row of await page.locator('.rows > li > div:first-child > b').all()) await row.hover();
      if (javaScriptEnabled) {
        expect(await page.evaluate('window.pwned')).toBeUndefined();
        await page.locator('input[name=q]').fill('<img src=x onerror=window.pwned=1>');
        expect(await page.evaluate('window.pwned')).toBeUndefined();
      }
      for (const part of [
        'iframe',
        'object',
        'embed',
        'base',
        'img',
        'main script',
        'form[action]',
        '[onload]',
        '[onmouseover]',
      ])
        expect(await page.locator(part).count(), part).toBe(0);
      const targets = await page.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''));
      expect(targets.filter(target => !target.startsWith('#'))).toEqual([]);
    });

    it('shows every name as it is, hidden characters written out', async () => {
      const page = await open(withNames(hostileNames));
      const rule = page.locator('#rule-iam-user-console-mfa-enabled');
      const names = await rule.locator('.rows > li > div:first-child > b').allTextContents();
      expect(names).toHaveLength(hostileNames.length);
      expect(names[0]).toBe(hostileNames[0]);
      expect(names).toContain('{{constructor.constructor "return window.pwned=1"}}');
      expect(names).toContain('abc\\u{202e}gnp.exe \\u{2066}isolate\\u{2069} zero\\u{200b}width\\u{200d}\\u{feff}');
    });

    it('would not run a script that came in all the same', async () => {
      const page = await open(sample);
      await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned=1">');
        const added = document.createElement('script'); added.textContent = 'window.pwned=1'; document.body.append(added);`);
      await expect.poll(() => current?.faults.length).toBe(2);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(current?.faults.splice(0).every(fault => fault.includes('Content Security Policy'))).toBe(true);
    });
  });

  describe('filters', () => {
    it('show what is chosen, say how much that is, and stand in the address', async () => {
      const page = await open(sample);
      await page.locator('select[name=service]').selectOption('kms');
      await page.locator('select[name=verdict]').selectOption('FAIL');
      expect(await shownRules(page)).toEqual(['kms-key-rotation-enabled']);
      expect(await page.locator('[role=status]').textContent()).toBe('1 of 15 rules shown.');
      expect(new URL(page.url()).hash).toBe('#findings?verdict=FAIL&service=kms');
      await page.locator('#rule-kms-key-rotation-enabled > summary').click();
      expect(await page.locator('#rule-kms-key-rotation-enabled .rows > li:visible').count()).toBe(2);
      expect(await page.locator('#rule-kms-key-rotation-enabled .group:visible').count()).toBe(0);
    });

    it('find resources, open what they found, and close it again', async () => {
      const page = await open(sample);
      await page.locator('input[name=q]').fill('Partner-Feed');
      expect(await shownRules(page)).toEqual(['kms-key-rotation-enabled']);
      expect(await page.getByText('alias/partner-feed').last().isVisible()).toBe(true);
      expect(await page.locator('#rule-kms-key-rotation-enabled .rows > li:visible').count()).toBe(0);
      await page.getByRole('button', { name: 'clear' }).click();
      await expect.poll(() => new URL(page.url()).hash).toBe('#findings');
      expect(await page.locator('.rule[open]').count()).toBe(0);
      expect((await shownRules(page)).length).toBe(11);
    });

    it.each([
      ['#findings?category=hygiene', 3],
      ['#findings?category=security&verdict=FAIL', 8],
      ['#findings?severity=critical', 3],
      ['#findings?region=us-east-1&verdict=NOT_AVAILABLE', 1],
      ['#findings?q=rotate+their', 1],
      ['#findings?category=nonsense', 11],
      ['#findings?q=%3Cimg%20src', 1],
    ])('come from the address: %s', async (hash, count) => {
      const page = await openAt(hash);
      expect(await shownRules(page)).toHaveLength(count);
    });

    it('follow the gauges and services of the page', async () => {
      const page = await open(sample);
      await page.getByRole('link', { name: /^Resilience/ }).click();
      await expect.poll(() => shownRules(page)).toEqual(['kms-key-not-pending-deletion']);
      await page.getByRole('link', { name: 'CloudTrail', exact: true }).click();
      await expect.poll(() => shownRules(page)).toHaveLength(2);
    });

    it('give way to a link that leads to a rule, folded or not', async () => {
      const page = await openAt('#rule-kms-key-not-pending-deletion');
      const rule = page.locator('#rule-kms-key-not-pending-deletion');
      expect(await rule.getByText('alias/invoices').isVisible()).toBe(true);
      expect(new URL(page.url()).hash).toBe('#rule-kms-key-not-pending-deletion');
      const filters = await page.locator('#filters').boundingBox();
      const summary = await rule.locator('> summary').boundingBox();
      expect(summary?.y).toBeGreaterThanOrEqual((filters?.y ?? 0) + (filters?.height ?? 0));
      await page.locator('select[name=service]').selectOption('iam');
      await page.locator('.fixes a', { hasText: 'log files are unchanged' }).click();
      const target = page.locator('#rule-cloudtrail-log-file-validation-enabled .rows');
      await expect.poll(() => target.isVisible()).toBe(true);
    });
  });

  describe('copying', () => {
    const watchClipboard = `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text; } } })`;

    it('gives the command exactly', async () => {
      const page = await open(sample);
      await page.evaluate(watchClipboard);
      await page.locator('.fixes button').first().click();
      expect(await page.evaluate('window.copied')).toBe(sample.fixFirst.find(item => item.fix?.command)?.fix?.command);
      expect(await page.locator('.fixes button').first().textContent()).toBe('copied');
    });

    it('gives all commands of a rule, one a line', async () => {
      const page = await open(sample);
      await page.evaluate(watchClipboard);
      await page.locator('#rule-kms-key-rotation-enabled > summary').click();
      await page.getByRole('button', { name: 'copy all commands' }).click();
      const commands = sample.findings
        .filter(one => one.rule === 'kms-key-rotation-enabled')
        .flatMap(one => one.fix?.command ?? []);
      expect(await page.evaluate('window.copied')).toBe(commands.join('\n'));
    });
  });

  describe('of 500 microservices', () => {
    const many = manyFunctions(sample, 500);

    it('finds one by its name, purpose or table, and opens its group', async () => {
      const page = await open(many);
      expect(await page.locator('.micro:visible').count()).toBe(0);
      for (const [text, name] of [
        ['function-0123', 'function-0123'],
        ['purpose number 250', 'function-0250'],
        ['table-77;', 'function-0077'],
      ] as const) {
        await page.getByLabel('Find a microservice').fill(text);
        expect(await page.locator('.micro:visible .title').allTextContents()).toEqual([expect.stringContaining(name)]);
      }
      await page.getByLabel('Find a microservice').fill('');
      expect(await page.locator('.micro:visible').count()).toBe(0);
    });

    it('stays within the page on a phone', async () => {
      const page = await open(many, phone);
      await page.locator('.micros summary').first().click();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    });
  });

  describe('without JavaScript', () => {
    it('shows the same, without what would not work', async () => {
      const page = await open(sample, { javaScriptEnabled: false });
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(await page.locator('pre button').count()).toBe(0);
      await unfold(page);
      for (const { title } of sample.rules)
        expect(await page.locator('.rule', { hasText: title }).isVisible()).toBe(true);
      expect(await page.getByText('automatic rotation is off').last().isVisible()).toBe(true);
    });

    it('leads from the gauges to the findings', async () => {
      const page = await open(sample, { javaScriptEnabled: false });
      await page.getByRole('link', { name: /^Security/ }).click();
      await expect.poll(async () => (await page.locator('h2#findings').boundingBox())?.y).toBeLessThan(100);
    });
  });

  describe('on paper', () => {
    it('opens what failed or is undecided, leaves out buttons and filters, and folds what passed', async () => {
      const page = await open(sample);
      await page.emulateMedia({ media: 'print' });
      await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
      expect(await page.locator('#filters').isVisible()).toBe(false);
      expect(await page.locator('button:visible').count()).toBe(0);
      expect(await page.locator('#rule-kms-key-rotation-enabled .rows').isVisible()).toBe(true);
      expect(await page.locator('#rule-kms-key-not-pending-deletion').isVisible()).toBe(false);
      expect((await page.pdf()).length).toBeGreaterThan(10_000);
      await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
      expect(await page.locator('.rule[open]').count()).toBe(0);
    });
  });

  describe('at 10,000 findings', () => {
    it('stays whole and usable', async () => {
      const report = largeReport(10_000);
      const page = await open(report);
      await page.locator('input[name=q]').fill('key-number-4321 ');
      expect(await shownRules(page)).toEqual([report.findings[4321]?.rule]);
      const timing = await page.evaluate<string>(`(() => {
        const [entry] = performance.getEntriesByType('navigation');
        const field = document.querySelector('input[name=q]');
        const start = performance.now();
        field.value = 'key-number';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        document.body.getBoundingClientRect();
        const searched = Math.round(performance.now() - start);
        return Math.round(entry.domInteractive) + ' ms to interactive, ' + Math.round(entry.loadEventEnd) + ' ms to loaded, ' + searched + ' ms to search';
      })()`);
      console.info(`10,000 findings: ${Buffer.byteLength(renderHtml(report))} bytes, ${timing}`);
    });
  });
});
