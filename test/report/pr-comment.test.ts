import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNews, type Report } from '../../src/core/types.js';
import { renderPullRequest } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { largeReport } from './large.js';
import { gated, gatedSample, gatedWithNames } from './pipeline-sample.js';
import { cleanSample, endedSample, sample, withMoney, withNames } from './sample.js';

const marker = '<!-- stocktake:123456789012 -->';
const tags = /<\/?(details|summary|sub)>|<!-- -->|<!-- stocktake:\d* -->/g;

/** The document without code spans: what is left is read as Markdown. */
const withoutCode = (markdown: string) => markdown.replace(/(?<![\\`])(`+)(?!`)(.*?[^`])\1(?!`)/g, 'CODE');

function expectHarmless(markdown: string): void {
  const plain = withoutCode(markdown).replace(tags, '');
  expect(plain).not.toMatch(/[<>](?! |\s|$)/m);
  expect(plain).not.toContain('<');
  expect(plain).not.toMatch(/(?<!\\)\[/);
  expect(withoutCode(markdown)).not.toMatch(/@\w|#\d|https?:|www\./);
  expect(markdown).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
}

/** How a line is built, without what it says. */
const shapesOf = (markdown: string) =>
  withoutCode(markdown)
    .split('\n')
    .filter(Boolean)
    .map(line => /^\s*(#+ |- |\d+\. |\||> |<[a-z/]+>)?/.exec(line)?.[0] ?? '');

/** The body of a section that a heading or summary begins. */
const after = (markdown: string, opening: string) => markdown.split(opening)[1] ?? '';

describe('report.pr.md', () => {
  it('begins with the marker by which a bot finds its own comment', () => {
    expect(renderPullRequest(sample).split('\n')[0]).toBe(marker);
    const odd = { ...sample, account: { ...sample.account, id: '--> <script>' } };
    expect(renderPullRequest(odd).split('\n')[0]).toBe('<!-- stocktake:script -->');
  });

  it('says at the top whether the gate stops, why, and what to do', () => {
    const [title, , verdict, , reason = ''] = renderPullRequest({ ...gatedSample, notices: [] })
      .split('\n')
      .slice(2);
    expect(title).toBe('## stocktake: stopped · lodge-prod (1234-5678-9012)');
    expect(verdict).toBe('**The gate stops this.**');
    expect(reason).toMatch(/^- \d+ findings are new: platform team\. Mend them/);
    const passed = { ...gatedSample, gate: { passed: true, reasons: [], held: ['Nothing critical is open.'] } };
    expect(renderPullRequest(passed)).toContain('## stocktake: passed');
    expect(renderPullRequest(passed)).toContain('<details><summary>1 condition held</summary>');
    expect(renderPullRequest(sample)).toContain('## stocktake · lodge-prod');
  });

  it('says what a reader must know before anything else, and what was not seen', () => {
    const markdown = renderPullRequest(gatedSample);
    expect(markdown.indexOf('the last good ones were used')).toBeLessThan(markdown.indexOf('**The gate'));
    expect(markdown).toContain('> Not everything could be seen');
    expect(markdown).toContain('`kms:GetKeyPolicy`');
    expect(markdown).toContain('ap-southeast-3');
    expect(renderPullRequest(endedSample)).toContain('ended before its time');
    expect(renderPullRequest(cleanSample)).not.toContain('could not be seen');
  });

  it('tells what is new and fixed in the account apart from changed rules and changed sight', () => {
    const markdown = renderPullRequest(gatedSample);
    const changes = gatedSample.changes?.changes ?? [];
    const news = changes.filter(isNews).length;
    expect(markdown).toContain(`### New since 15 Nov 2026, 09:00 UTC: ${news}`);
    const table = after(markdown, '### New since').split('<details>')[0] ?? '';
    expect(table.match(/^\| (critical|high|medium|low)/gm)).toHaveLength(news);
    expect(markdown).toContain('<details><summary>1 finding fixed</summary>');
    expect(markdown).toContain('<details><summary>1 finding gone with its resource</summary>');
    const rules = changes.filter(one => one.cause === 'rules' && !isNews(one)).length;
    const sight = changes.filter(one => one.cause === 'sight' && !isNews(one)).length;
    expect(Math.min(rules, sight)).toBeGreaterThan(0);
    expect(markdown).toMatch(new RegExp(`${rules} findings? with another verdict because the rules changed`));
    expect(markdown).toMatch(new RegExp(`${sight} findings? that cannot be compared`));
  });

  it('shows the failed rules where there is nothing to compare with', () => {
    expect(renderPullRequest(sample)).toContain('### Failed');
    expect(renderPullRequest(gatedSample)).not.toContain('### Failed');
  });

  it('shows the scores with their coverage, and the difference where a history tells', () => {
    expect(renderPullRequest(gatedSample)).toContain('| Overall | 52 | up 4 | 77 % |');
    expect(renderPullRequest(gatedSample)).toContain('| Security | 46 | down 4 | 79 % |');
    expect(renderPullRequest(gatedSample)).toContain('| Hygiene | not scored | not known |');
    expect(renderPullRequest(sample)).toContain('| Overall | 52 | 77 % |');
  });

  it('shows exceptions that ran out, counts those that hold, and says what is wasted', () => {
    const markdown = renderPullRequest(gated(withMoney(['sessions']), ['platform team']));
    expect(markdown).toContain('**Exceptions that ran out**');
    expect(markdown).toContain('1 Nov 2026, platform team');
    expect(markdown).toMatch(/\d failures are accepted\./);
    expect(markdown).toContain('is paid for nothing');
  });

  it('fits into a comment whatever the account holds, and says what is missing', () => {
    const crowd = gated(
      largeReport(20_000),
      Array.from({ length: 400 }, (_, at) => `${'@x '.repeat(300)}${at}`),
    );
    const markdown = renderPullRequest(crowd);
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(markdown.length).toBeGreaterThan(20_000);
    expect(markdown).toMatch(/and [\d,]+ more \w+ in report\.json/);
    expect(markdown).toContain('All of it is in report.html and report.json.');
    expect(markdown.match(/<details>/g)?.length ?? 0).toBe(markdown.match(/<\/details>/g)?.length ?? 0);
  });

  it('leaves out whole entries, never half of one', () => {
    const huge = gatedWithNames(['`'.repeat(70_000), 'x'.repeat(70_000), '<'.repeat(70_000)]);
    const markdown = renderPullRequest(huge);
    expect(markdown.length).toBeLessThanOrEqual(65_536);
    expect(markdown).toContain('More did not fit into a comment.');
    expectHarmless(markdown);
  });
});

describe('report.pr.md with hostile names', () => {
  it('lets no name become HTML, a link, a mention or a hidden character', () =>
    expectHarmless(renderPullRequest(gatedWithNames(hostileNames))));

  it('keeps its shape whatever the names are', () => {
    const tame = hostileNames.map((_, at) => `name-${at + 10}`);
    for (const make of [withNames, gatedWithNames] as ((names: readonly string[]) => Report)[])
      expect(shapesOf(renderPullRequest(make(hostileNames)))).toEqual(shapesOf(renderPullRequest(make(tame))));
  });

  it('keeps every table row to its columns', () => {
    const bars = (line: string | undefined) => line?.match(/(?<!\\)\|/g)?.length;
    const lines = withoutCode(renderPullRequest(gatedWithNames(hostileNames))).split('\n');
    const inner = lines.flatMap((line, at) => (line.startsWith('|') && lines[at - 1]?.startsWith('|') ? [at] : []));
    expect(inner.length).toBeGreaterThan(10);
    for (const at of inner) expect(bars(lines[at]), lines[at]).toBe(bars(lines[at - 1]));
  });

  it('holds for any name and keeps to the limit', () => {
    const name = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), names => {
        const markdown = renderPullRequest(gatedWithNames(names));
        expect(markdown.startsWith(`${marker}\n`)).toBe(true);
        expect(markdown.length).toBeLessThanOrEqual(65_536);
        expectHarmless(markdown);
      }),
      { numRuns: 150 },
    );
  });
});
