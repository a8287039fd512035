import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../src/report/index.js';
import { block, code, codeCell, text } from '../../src/report/markdown-text.js';
import { hostileNames } from './hostile.js';
import { sample, withNames } from './sample.js';

/** The document without fenced blocks and code spans, as CommonMark finds them. */
function withoutCode(markdown: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const run = /^ {0,3}(`{3,})/.exec(line)?.[1];
    if (fence === undefined && run) fence = run;
    else if (fence !== undefined && run && run.length >= fence.length && line.trim() === run) fence = undefined;
    else if (fence === undefined) kept.push(line);
  }
  return kept.map(line => line.replace(/(?<![\\`])(`+)(?!`)(.*?[^`])\1(?!`)/g, 'CODE')).join('\n');
}

const ours = /<\/?(details|summary|b)>|<br>|<!-- -->/g;

/** How a line is built, without what it says. */
const shapeOf = (line: string) => /^\s*(#+ |- |\d+\. |\||> |<[a-z/]+>)?/.exec(line)?.[0] ?? '';

describe('report.md', () => {
  const hostile = withoutCode(renderMarkdown(withNames(hostileNames)));

  it('lets no name become HTML', () => {
    expect(hostile.replace(ours, '')).not.toMatch(/[<>](?! |\s|$)/m);
    expect(hostile.replace(ours, '')).not.toContain('<');
  });

  it('lets no name become a link, a mention, an issue or an address', () => {
    expect(hostile).not.toMatch(/(?<!\\)\[/);
    expect(hostile).not.toMatch(/@\w|#\d|https?:|www\./);
  });

  it('keeps its shape whatever the names are', () => {
    const tame = withoutCode(renderMarkdown(withNames(hostileNames.map((_, at) => `name-${at + 10}`))));
    const shapes = (markdown: string) => markdown.split('\n').filter(Boolean).map(shapeOf);
    expect(shapes(hostile)).toEqual(shapes(tame));
  });

  it('keeps every table row to its columns', () => {
    const bars = (line: string | undefined) => line?.match(/(?<!\\)\|/g)?.length;
    const lines = hostile.split('\n');
    const inner = lines
      .map((_line, at) => at)
      .filter(at => lines[at]?.startsWith('|') && lines[at - 1]?.startsWith('|'));
    expect(inner.length).toBeGreaterThan(10);
    for (const at of inner) expect(bars(lines[at]), lines[at]).toBe(bars(lines[at - 1]));
  });

  it('sends no hidden character', () => {
    expect(renderMarkdown(withNames(hostileNames))).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  it('says where it stops', () => {
    const many = withNames(Array.from({ length: 60 }, (_, at) => `user-${at}`));
    const markdown = renderMarkdown(many);
    expect(markdown).toContain('and 40 more failed resources in report.json');
    expect(markdown).toContain('in report.json');
    const [first, ...rest] = sample.findings;
    const wordy = { ...first!, evidence: Array.from({ length: 9 }, () => first!.evidence[0]!) };
    expect(renderMarkdown({ ...sample, findings: [wordy, ...rest] })).toContain('and 5 more fields in report.json');
  });
});

describe('Markdown text', () => {
  it.each([
    ['# title', '\\# title'],
    ['- item', '\\- item'],
    ['1. first', '1\\. first'],
    ['1.5 points', '1.5 points'],
    ['a_b *c* `d` [e]', 'a\\_b \\*c\\* \\`d\\` \\[e\\]'],
    ['a | b\nc', 'a \\| b c'],
    ['<b> & @team #7', '&lt;b&gt; &amp; @<!-- -->team #<!-- -->7'],
    ['https://a.example', 'https<!-- -->://a.example'],
    ['\u001b[31m', '\\\\x1b\\[31m'],
  ])('writes %j as %j', (raw, written) => expect(text(raw)).toBe(written));

  it('keeps code inside its span, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|', '\n', '\\', '<') }), raw => {
        const span = code(raw);
        const fence = /^`+/.exec(span)?.[0] ?? '';
        const inner = span.slice(fence.length, -fence.length);
        expect(span).not.toContain('\n');
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
        expect(inner).not.toMatch(/^`|`$/);
      }),
    );
  });

  it('cuts no cell short', () => expect(codeCell('a|b')).toBe('`a\\|b`'));

  it('lets nothing end a block before its time', () => {
    expect(block('one\n```\ntwo', 'sh', '  ')).toBe('````sh\n  one\n  ```\n  two\n  ````');
  });
});
