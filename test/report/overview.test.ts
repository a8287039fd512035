import { describe, expect, it } from 'vitest';
import { graphOf, mermaidOf } from '../../src/report/drawing.js';
import { renderHtml, renderOverview } from '../../src/report/index.js';
import { hostileNames } from './hostile.js';
import { manyFunctions, microservice, overviewWith, place, withOverview } from './overview-sample.js';
import { sample, withMoney } from './sample.js';

const plain = withOverview(sample, ['send-mail']);

describe('the overview in Markdown', () => {
  const words = [
    'Takes the *payment* provider\u2019s calls | and confirms.',
    '<b>Ask Ada</b> before # touching it',
    '- not a list\n- nor this',
  ];
  const written = withOverview(sample, []);
  written.overview = {
    ...overviewWith([]),
    microservices: [microservice('pay', { words: { purpose: words[0]!, owner: words[1]!, note: words[2]! } })],
    lost: [{ name: 'gone', words: { purpose: words[0]!, note: words[1]! } }],
  };
  /** What a reader sees of Markdown that was escaped. */
  const shown = (markdown: string): string =>
    markdown
      .replaceAll('<!-- -->', '')
      .replace(/\\([\\`*_[\]|~$#+=-])/g, '$1')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');

  it('keeps what people wrote, word for word, however often it is written', () => {
    const once = renderOverview(written);
    expect(renderOverview(written)).toBe(once);
    for (const text of words) expect(shown(once)).toContain(`*${text.replace(/\s+/g, ' ')}*`);
  });

  it('does not lose words about a microservice that is not there', () => {
    expect(shown(renderOverview(written))).toContain(`- gone: *${words[0]}*`);
  });

  it('says what could not be seen per field, and never none for it', () => {
    const page = renderOverview(plain);
    const hidden = page.slice(page.indexOf('#### hidden'), page.indexOf('### Described'));
    expect(hidden).toContain('| started by | **not known: its URL (needs lambda:ListFunctionUrlConfigs)** |');
    expect(hidden).toContain('| alarms | **not known: alarms (needs cloudwatch:DescribeAlarms)** |');
    expect(hidden).toContain('**not known: its tags (needs lambda:ListTags)**');
    expect(hidden).not.toMatch(/nothing was seen|no alarm|\bno call\b|kept/);
  });

  it('folds groups where there are many functions', () => {
    expect(renderOverview(plain)).toContain('### In no stack, app or tag');
    expect(renderOverview(manyFunctions(sample, 500))).toContain(
      '<details><summary>Stack stack-0, 20 functions</summary>',
    );
  });

  it('says what is left without a ledger', () => {
    const { ledger: _none, ...rest } = plain;
    expect(renderOverview(rest)).not.toContain('## Services in use');
  });
});

describe('the drawing', () => {
  it('has ids of its own, and labels in which nothing means anything to Mermaid', () => {
    const graph = graphOf(overviewWith(hostileNames.slice(0, 10)).microservices);
    const lines = mermaidOf(graph!).split('\n');
    expect(lines[0]).toBe('flowchart LR');
    for (const line of lines.slice(1)) {
      expect(line).toMatch(
        /^ {2}n\d+(\(\[|\[\(|\[)"(?:[\p{L}\p{N} _.,:/-]|#\d+;)*"(\]\)|\)\]|\])$|^ {2}n\d+ (-->|-\.->)(\|"(?:[\p{L}\p{N} _.,:/-]|#\d+;)*"\|)? n\d+$/u,
      );
    }
  });

  it('is the same whenever it is drawn', () => {
    expect(renderHtml(plain)).toBe(renderHtml(structuredClone(plain)));
  });

  it('puts things of a kind together where they are too many, and gives up where that does not help', () => {
    const one = (at: number) =>
      microservice(`f${at}`, { access: { everything: false, places: [place('dynamodb', 'table', `t${at}`)] } });
    const of = (count: number) => graphOf(Array.from({ length: count }, (_, at) => one(at)));
    expect(of(20)).toMatchObject({ coarse: false, nodes: { length: 40 } });
    expect(of(21)).toMatchObject({ coarse: true, nodes: { length: 22 } });
    expect(of(41)).toBeNull();
    expect(graphOf([])).toBeNull();
  });

  it('leaves out what a function does not use, its log, and rules that do not call it', () => {
    const graph = graphOf(overviewWith([]).microservices);
    const labels = graph!.nodes.map(({ label }) => label);
    expect(labels).toContain('Aurora DSQL cluster lodge-main');
    expect(labels.join()).not.toMatch(/Logs|old-rule/);
  });
});

describe('500 functions in HTML', () => {
  const page = renderHtml(manyFunctions(sample, 500));

  it('are grouped, folded, and all there', () => {
    expect(page.match(/class="found micro"/g)).toHaveLength(500);
    expect(page.match(/<details class="fold micros">/g)).toHaveLength(25);
    expect(page.length).toBeLessThan(2_500_000);
  });

  it('are drawn by group', () => {
    expect(page.match(/<figure class="drawing/g)).toHaveLength(25);
  });
});

it('of more than a thousand functions the page has a thousand, and says where the rest is', () => {
  const page = renderHtml(manyFunctions(withMoney(['sessions']), 1200));
  expect(page.match(/class="found micro"/g)).toHaveLength(1000);
  expect(page).toContain('20 functions in overview.md');
});
