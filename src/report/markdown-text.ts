import { reveal, revealLine } from './reveal.js';

/** Text that may stand in a Markdown document as it is: escaped, or written by us. */
export type Markdown = string & { readonly markdown: true };

const comment = '<!-- -->';

/** HTML characters made harmless, and what wikis turn into links (mentions, issue numbers, addresses) cut in two. */
function disarm(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@(?=\w)/g, `@${comment}`)
    .replace(/#(?=\d)/g, `#${comment}`)
    .replace(/(https?|ftps?|www|mailto|xmpp)(?=[:.])/gi, `$1${comment}`);
}

/** Running text on one line: it can open no list, heading, table cell, link, emphasis, code or HTML. */
export function text(raw: string): Markdown {
  const inline = revealLine(raw).replace(/[\\`*_[\]|~$]/g, '\\$&');
  return disarm(inline)
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2') as Markdown;
}

/** A code span on one line. */
export function code(raw: string): Markdown {
  const line = revealLine(raw) || ' ';
  const fence = '`'.repeat(longestRun(line, /`+/g) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}` as Markdown;
}

/** A code span for a table, where a bar would end the cell even inside code. */
export function codeCell(raw: string): Markdown {
  return code(raw).replace(/\|/g, '\\|') as Markdown;
}

/** A fenced block, each line after the first indented so that it stays inside a list item. */
export function block(raw: string, language: 'sh' | 'json' | 'mermaid', indent = ''): Markdown {
  const lines = reveal(raw).split('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(raw, /`+/g) + 1));
  return [`${fence}${language}`, ...lines, fence].join(`\n${indent}`) as Markdown;
}

/** Text for inside an HTML tag of ours, such as `<summary>`, where Markdown is not read. */
export function html(raw: string): Markdown {
  return disarm(revealLine(raw)).replace(/"/g, '&quot;') as Markdown;
}

/** Joins what is Markdown already. */
export function join(parts: readonly Markdown[], separator: ', ' | ' · '): Markdown {
  return parts.join(separator) as Markdown;
}

const longestRun = (raw: string, run: RegExp) => Math.max(0, ...(raw.match(run) ?? []).map(one => one.length));
