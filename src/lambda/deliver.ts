import { readFile } from 'node:fs/promises';
import type { Store } from '../aws/store.js';
import type { Report } from '../core/types.js';
import { renderHtml, renderJson, renderMarkdown, renderOverview } from '../report/index.js';

/** A file of a report, made when it is written: several of them at once would not fit into a small function. */
interface Part {
  name: string;
  type: string;
  make(): Promise<string | Buffer>;
}

/** The folder of a run: `runs/2026/11/27/021807Z/`. */
export function folderOf({ started }: Pick<Report, 'started'>): string {
  const [day = '', time = ''] = started.split('T');
  return `runs/${day.replaceAll('-', '/')}/${time.slice(0, 8).replaceAll(':', '')}Z/`;
}

/** The folder that always holds the last report. */
export const latestFolder = 'latest/';

const partsOf = (report: Report, snapshot: string): Part[] => [
  { name: 'report.html', type: 'text/html; charset=utf-8', make: async () => renderHtml(report) },
  { name: 'report.md', type: 'text/markdown; charset=utf-8', make: async () => renderMarkdown(report) },
  {
    name: 'report.json',
    type: 'application/json',
    make: async () => Buffer.concat([...renderJson(report)].map(chunk => Buffer.from(chunk))),
  },
  ...(report.overview
    ? [{ name: 'overview.md', type: 'text/markdown; charset=utf-8', make: async () => renderOverview(report) }]
    : []),
  { name: 'facts.snapshot', type: 'application/gzip', make: () => readFile(snapshot) },
];

/** Writes a report and its facts under their date, then the same as the latest; rejects at the first refusal. */
export async function writeReport(store: Store, report: Report, snapshot: string): Promise<void> {
  const parts = partsOf(report, snapshot);
  for (const folder of [folderOf(report), latestFolder]) {
    for (const { name, type, make } of parts) await store.put(`${folder}${name}`, await make(), type);
  }
}
