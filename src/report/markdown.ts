import Handlebars from 'handlebars/runtime.js';
import type { Report } from '../core/types.js';
import { markdownPageOf } from './markdown-page.js';
import { markdownTemplate } from './templates.generated.js';

const render = Handlebars.create().template(markdownTemplate);

/** The report as Markdown for a wiki or a pull request: the HTML page's order, shorter, long lists folded and cut. */
export function renderMarkdown(report: Report): string {
  return `${render(markdownPageOf(report))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
