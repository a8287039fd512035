import Handlebars from 'handlebars/runtime.js';
import type { Report } from '../core/types.js';
import { type CleanUpSheet, cleanUpSheetOf, type SheetEntryView } from './clean-up-view.js';
import { escaped, type MarkdownView } from './markdown-page.js';
import { block, code, type Markdown } from './markdown-text.js';
import { revealAll } from './reveal.js';
import { partialTemplates, sheetMarkdownTemplate, sheetPartials, sheetTemplate } from './templates.generated.js';

const environment = Handlebars.create();
for (const [name, template] of Object.entries({ ...partialTemplates, ...sheetPartials }))
  environment.registerPartial(name, environment.template(template));
const renderPage = environment.template(sheetTemplate);
const renderSheet = Handlebars.create().template(sheetMarkdownTemplate);

/** The clean-up list as a page to print, with room for decisions; null where no cost rule was chosen. */
export function renderCleanUpHtml(report: Report): string | null {
  const sheet = cleanUpSheetOf(report);
  return sheet && renderPage(revealAll(sheet));
}

/** The clean-up list as a Markdown file to fill in, which `stocktake review apply` reads back; null as above. */
export function renderCleanUpMarkdown(report: Report): string | null {
  const sheet = cleanUpSheetOf(report);
  if (!sheet) return null;
  return `${renderSheet(markdownOf(sheet))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** Every text escaped, but for the keys, which are comments of ours, and owners that stand for themselves. */
function markdownOf(sheet: CleanUpSheet): MarkdownView {
  return {
    ...(escaped({ ...sheet, steps: null, services: null }) as object),
    mark: sheet.mark as Markdown,
    services: sheet.services.map(service => ({ ...(escaped(service) as object), ...asTheyAre(service) })),
    steps: sheet.steps.map(({ entries, ...step }) => ({
      ...(escaped(step) as object),
      entries: entries.map(entryOf),
    })),
  };
}

function entryOf(entry: SheetEntryView): MarkdownView {
  const { fix, name, id, undoCommand } = entry;
  return {
    // An entry says in words how it is undone, and a fix has a command for it.
    ...(escaped({ ...fix, ...entry }) as object),
    ...asTheyAre(entry),
    name: code(name),
    id: code(id),
    command: commandOf(fix.command),
    undoCommand: commandOf(undoCommand),
  };
}

/** A line of its own in a block could read as a heading when the sheet is read back; no command of ours has two. */
const commandOf = (command: string | undefined): Markdown | null =>
  command && !/[\r\n]/.test(command) ? block(command, 'sh') : null;

const asTheyAre = ({ mark, owner }: { mark: string; owner: string }) => ({
  mark: mark as Markdown,
  owner: owner as Markdown,
});
