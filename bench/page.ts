import { renderHtml } from '../src/report/index.js';
import { openBrowser } from '../test/browser/chromium.js';
import { visit } from '../test/browser/visit.js';
import { largeReport } from '../test/report/large.js';
import { atMost, type Line, note } from './table.js';

const findings = 10_000;

/** The HTML report at 10,000 findings: its size, and how long until a reader can use it. */
export async function measurePage(): Promise<Line[]> {
  const html = renderHtml(largeReport(findings));
  const size = atMost('HTML of 10,000 findings: size', 5, Buffer.byteLength(html) / 1e6, 'MB', 2);
  const opened = await openBrowser();
  if ('reason' in opened) return [size, note('HTML of 10,000 findings: interactive', `no Chromium: ${opened.reason}`)];
  try {
    const { page, close } = await visit(opened.browser, html);
    const { domInteractive, loadEventEnd } = await page.evaluate(
      // Runs in the browser, whose kinds of entry Node's types do not know.
      () => performance.getEntriesByType('navigation' as 'mark')[0]?.toJSON() as Record<string, number>,
    );
    await close();
    return [
      size,
      atMost(
        'HTML of 10,000 findings: interactive',
        2,
        Math.max(domInteractive ?? 0, loadEventEnd ?? 0) / 1000,
        's',
        2,
      ),
    ];
  } finally {
    await opened.browser.close();
  }
}
