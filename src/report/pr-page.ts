import type { Markdown } from './markdown-text.js';
import { countOf } from './wording.js';

/** GitHub takes 65,536 characters in a comment; some are kept for what says that something is missing. */
const mostCharacters = 65_000;
const reserve = 500;

/** One entry may be so long; a longer one is left out and counted, for cutting Markdown could open what it closes. */
const longestEntry = 4_000;

/** How many lines are shown, what one of them is called, and how many there are where the lines are already a choice. */
interface Limits {
  most: number;
  noun: string;
  total?: number;
}

/** What stands around lines, and before the line that counts what is left out. */
interface Frame extends Limits {
  opening: string;
  closing: string;
  bullet: string;
}

/** A Markdown page that never outgrows a comment: what does not fit is left out, and the page says so. */
export class Page {
  readonly #blocks: Markdown[] = [];
  #length: number;
  #full = false;

  constructor(
    opening: Markdown,
    readonly footer: Markdown,
  ) {
    this.#blocks.push(opening);
    this.#length = opening.length + footer.length + reserve;
  }

  /** A paragraph. */
  write(block: Markdown): void {
    const fits = block.length <= longestEntry && this.#length + block.length + 2 <= mostCharacters;
    if (fits) this.#add(block);
    else this.#full = true;
  }

  /** Lines of a list; what is left out is counted, of `total` where the lines are already a choice. */
  list(lines: readonly Markdown[], limits: Limits): void {
    this.#fill(lines, { ...limits, opening: '', closing: '', bullet: '- ' });
  }

  /** A list behind a line that opens it. */
  fold(summary: Markdown, lines: readonly Markdown[], limits: Limits): void {
    const opening = `<details><summary>${summary}</summary>\n\n`;
    this.#fill(lines, { ...limits, opening, closing: '\n\n</details>', bullet: '- ' });
  }

  /** A table, its cells escaped already. */
  table(columns: readonly string[], rows: readonly (readonly Markdown[])[], limits: Limits): void {
    const opening = `| ${columns.join(' | ')} |\n| ${columns.map(() => '---').join(' | ')} |\n`;
    const lines = rows.map(cells => `| ${cells.join(' | ')} |` as Markdown);
    this.#fill(lines, { ...limits, opening, closing: '', bullet: '\n' });
  }

  print(): string {
    const cut = this.#full ? ['More did not fit into a comment.' as Markdown] : [];
    return `${[...this.#blocks, ...cut, this.footer].join('\n\n')}\n`;
  }

  /** As many lines as fit between an opening and a closing, then how many are missing. */
  #fill(lines: readonly Markdown[], { most, noun, total = lines.length, opening, closing, bullet }: Frame): void {
    if (total === 0) return;
    const kept = this.#choose(lines, most, opening.length + closing.length);
    const left = total - kept.length;
    if (kept.length === 0) {
      this.write(`${countOf(left, noun)} in report.json` as Markdown);
      return;
    }
    const more = left > 0 ? `\n${bullet}and ${countOf(left, `more ${noun}`)} in report.json` : '';
    this.#add(`${opening}${kept.join('\n')}${more}${closing}` as Markdown);
  }

  #choose(lines: readonly Markdown[], most: number, around: number): Markdown[] {
    let room = mostCharacters - this.#length - around - 100;
    const kept: Markdown[] = [];
    for (const line of lines) {
      room -= line.length + 1;
      if (kept.length === most || room < 0) break;
      if (line.length <= longestEntry) kept.push(line);
    }
    return kept;
  }

  #add(block: Markdown): void {
    this.#blocks.push(block);
    this.#length += block.length + 2;
  }
}
