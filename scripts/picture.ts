import { fileURLToPath } from 'node:url';
import { replay } from '../src/audit.js';
import { demoHistory } from '../src/cli/history.js';
import { packagePath, packageText } from '../src/package-files.js';
import { renderHtml } from '../src/report/index.js';
import { openBrowser } from '../test/browser/chromium.js';

/** Takes the picture of the README: the top of the report on the sample account, in a desktop browser. */
const target = fileURLToPath(new URL('../docs/report.png', import.meta.url));
const size = { width: 1160, height: 1400 };

const opened = await openBrowser();
if ('reason' in opened) throw new Error(`no browser runs here: ${opened.reason}`);
try {
  const page = await opened.browser.newPage({ viewport: size, deviceScaleFactor: 1, colorScheme: 'light' });
  const config = { file: 'demo/rules.yaml', text: packageText('demo/rules.yaml') };
  const report = demoHistory().trace(await replay(packagePath('demo/sample.snapshot'), { config }));
  await page.setContent(renderHtml(report));
  await page.screenshot({ path: target, clip: { x: 0, y: 0, ...size } });
} finally {
  await opened.browser.close();
}
