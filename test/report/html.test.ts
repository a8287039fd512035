import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { blindSample, sample, withNames } from './sample.js';

const between = (page: string, open: string, close: string) =>
  page.slice(page.indexOf(open) + open.length, page.lastIndexOf(close));
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

describe('report.html', () => {
  const page = renderHtml(sample);

  it('allows by its policy the style and the script that it carries, and nothing else', () => {
    const style = sha256(between(page, '<style>', '</style>'));
    const script = sha256(between(page, '<script>', '</script>'));
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${style}'; script-src 'sha256-${script}'; img-src data:; base-uri 'none'; form-action 'none'"`,
    );
  });

  it('asks the network for nothing and styles nothing inline', () => {
    expect(page).not.toMatch(/\s(src|srcset|action|style|on\w+)=|@import|url\(|https?:\/\//i);
    expect([...page.matchAll(/href="([^"]*)"/g)].map(match => match[1]).filter(href => !href?.startsWith('#'))).toEqual(
      ['data:,'],
    );
  });

  it('says everything a busy reader needs before the findings', () => {
    const order = [
      'One critical problem',
      'class="gauges"',
      'id="first"',
      'id="unseen"',
      'id="services"',
      'id="findings"',
    ];
    const places = order.map(part => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  it('shows a category without a score as not scored, with the reason', () => {
    expect(page).toContain('Hygiene: not scored, coverage 0 %, too little');
    expect(renderHtml(blindSample)).toContain('Nothing could be judged');
  });

  it('writes hidden characters out and withholds commands that hold them', () => {
    const hostile = renderHtml(withNames(hostileNames));
    expect(hostile).not.toMatch(/[^\n\t\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(hostile).toContain('\\u{202e}');
    expect(hostile).toContain('The command is left out here');
    expect(hostile).not.toMatch(/<(img|iframe|svg onload|base|form action)/);
    expect(hostile.match(/<script/g)).toHaveLength(1);
  });

  it('counts what it leaves out', () => {
    const names = Array.from({ length: 700 }, (_, at) => `user-${at}`);
    const long = renderHtml(withNames(names));
    expect(long).toContain('and 200 more failed resources in report.json');
    expect(long).toContain('and 600 more resources in report.json');
  });

  it('folds the causes of not seeing that hide least', () => {
    const gaps = Array.from({ length: 30 }, (_, at) => ({
      ...sample.gaps[0]!,
      action: `kms:Describe${at}`,
      findings: 30 - at,
    }));
    const page30 = renderHtml({ ...sample, gaps });
    expect(page30).toContain('22 more causes');
    expect(page30.match(/<code>kms:Describe/g)).toHaveLength(30);
  });

  it('stays below 5 MB at 10,000 findings', () => {
    expect(Buffer.byteLength(renderHtml(largeReport(10_000)))).toBeLessThanOrEqual(5_000_000);
  });

  it('stays below 8 MB at 200,000 findings', () => {
    expect(Buffer.byteLength(renderHtml(largeReport(200_000)))).toBeLessThanOrEqual(8_000_000);
  });
});
