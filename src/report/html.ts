import Handlebars from 'handlebars/runtime.js';
import type { Report } from '../core/types.js';
import { pageOf } from './html-page.js';
import { revealAll } from './reveal.js';
import { htmlTemplate, partialTemplates } from './templates.generated.js';

const environment = Handlebars.create();
for (const [name, template] of Object.entries(partialTemplates))
  environment.registerPartial(name, environment.template(template));
const render = environment.template(htmlTemplate);

/** The report as one HTML file that asks the network for nothing; the same report gives the same bytes. */
export function renderHtml(report: Report): string {
  return render(revealAll(pageOf(report)));
}
