import type { Report } from '../core/types.js';
import { type Drawing, drawingOf, type Graph } from './drawing.js';
import type { MicroserviceView } from './microservice-view.js';
import { overviewOf, type OverviewView } from './overview-view.js';
import { countOf } from './wording.js';

type Services = Omit<OverviewView, 'microservices'>;

/** The overview as the HTML template prints it. */
export interface OverviewSection extends Services {
  microservices: {
    intro: string;
    drawing: Drawing | null;
    groups: {
      title: string;
      count: string;
      open: boolean;
      drawing: Drawing | null;
      undrawn: string;
      microservices: (MicroserviceView & { id: string })[];
      more: string;
    }[];
    lost: { name: string; purpose: string; owner: string; note: string }[];
    unlisted: string[];
  } | null;
}

/** Groups are open while there are no more functions than this. */
const mostOpen = 10;
/** On the whole page, so that it stays quick. */
const mostMicroservices = 1000;

/** The overview of a report, laid out; null where functions were not looked at. */
export function overviewSection(report: Report): OverviewSection | null {
  if (!report.overview) return null;
  const view = overviewOf(report);
  const { microservices, ...services } = view;
  if (!microservices) return { ...services, microservices: null };
  const { graph, groups, ...rest } = microservices;
  const total = groups.reduce((sum, group) => sum + group.microservices.length, 0);
  let shown = 0;
  return {
    ...services,
    microservices: {
      ...rest,
      drawing: draw(graph, 'All microservices'),
      groups: groups.map(group => {
        const first = shown;
        const kept = group.microservices.slice(0, Math.max(0, mostMicroservices - shown));
        shown += kept.length;
        const left = group.microservices.length - kept.length;
        return {
          ...group,
          open: total <= mostOpen,
          drawing: draw(group.graph, group.title),
          microservices: kept.map((one, at) => ({ ...one, id: `microservice-${first + at}` })),
          more: left > 0 ? `${countOf(left, kept.length > 0 ? 'more function' : 'function')} in overview.md` : '',
        };
      }),
    },
  };
}

const draw = (graph: Graph | null, title: string): Drawing | null => graph && drawingOf(graph, title);
