import type { Store } from '../aws/store.js';
import { diff } from '../core/diff.js';
import { parseEarlier, standingsIn } from '../core/earlier-file.js';
import { InputError } from '../core/input.js';
import { type Standings, standingsOf } from '../core/standings.js';
import type { Report } from '../core/types.js';
import { log } from './log.js';
import { latestFolder } from './deliver.js';

const key = `${latestFolder}report.json`;

/** The report with what differs from the last one in the store; where that cannot be used, with a notice that says so. */
export async function compareWithLast(store: Store, report: Report): Promise<Report> {
  try {
    const before = await lastOf(store);
    return before ? { ...report, changes: diff(before, standingsOf(report, 'this run')) } : report;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    log('warn', 'nothing-to-compare-with', { message: error.message });
    return withNotice(report, `This report cannot be compared with the last one: ${error.message}`);
  }
}

async function lastOf(store: Store): Promise<Standings | undefined> {
  const text = (await store.get(key))?.toString('utf8');
  if (text === undefined) return undefined;
  const file = `${store.place}/${key}`;
  return standingsIn(parseEarlier(text, file), file, new Map());
}

/** The report with one thing more that its reader must know first. */
export const withNotice = (report: Report, notice: string): Report => ({
  ...report,
  notices: [...(report.notices ?? []), notice],
});
