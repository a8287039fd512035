import Handlebars from 'handlebars/runtime.js';
import type { Report } from '../core/types.js';
import { type Graph, mermaidOf } from './drawing.js';
import { type MarkdownView, escaped } from './markdown-page.js';
import { block, html, text } from './markdown-text.js';
import { overviewOf, type OverviewView } from './overview-view.js';
import { overviewTemplate } from './templates.generated.js';
import { formatAccount, formatDay } from './wording.js';

const render = Handlebars.create().template(overviewTemplate);

/** Beyond so many functions their groups are folded. */
const mostUnfolded = 60;

/** The overview as a Markdown file of its own: what an account runs, for people who do not know it. */
export function renderOverview(report: Report): string {
  const view = overviewOf(report);
  return `${render(pageOf(report, view))
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function pageOf(report: Report, { microservices, ...services }: OverviewView) {
  const { account, regions, started, tool } = report;
  return {
    ...(escaped(services) as object),
    title: text(account.alias || formatAccount(account.id)),
    day: text(formatDay(started)),
    regions: text(regions.map(({ name }) => name).join(', ')),
    version: text(tool.version),
    microservices: microservices && microservicesOf(microservices),
  };
}

function microservicesOf({ graph, groups, ...rest }: NonNullable<OverviewView['microservices']>): MarkdownView {
  const count = groups.reduce((sum, group) => sum + group.microservices.length, 0);
  return {
    ...(escaped(rest) as object),
    drawing: draw(graph),
    groups: groups.map(group => ({
      ...(escaped({ ...group, graph: null }) as object),
      drawing: draw(group.graph),
      folded: count > mostUnfolded,
      htmlTitle: html(`${group.title}, ${group.count}`),
    })),
  };
}

const draw = (graph: Graph | null) => graph && block(mermaidOf(graph), 'mermaid');
