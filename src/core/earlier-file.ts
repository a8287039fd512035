import { looksLikeBaseline, standingsOfBaseline } from './baseline.js';
import { InputError } from './input.js';
import { reportSchema } from './report-schema.js';
import { type Standings, standingsOf } from './standings.js';
import type { Report } from './types.js';

/** The versions of `report.json` that can be read. */
const reportVersion = 1;

/** What a file of an earlier run holds, where that is not a snapshot. */
export type EarlierFile = { kind: 'report'; report: Report } | { kind: 'baseline'; data: unknown };

/** Tells from its content what a file holds; an InputError where it is neither a report nor a baseline. */
export function parseEarlier(text: string, file: string): EarlierFile {
  const data = parseText(text.replace(/^\ufeff/, ''), file);
  if (looksLikeBaseline(data)) return { kind: 'baseline', data };
  const { version, tool } = (typeof data === 'object' && data !== null ? data : {}) as Record<string, unknown>;
  if ((tool as { name?: unknown } | undefined)?.name !== 'stocktake') throw new InputError(unknownFile, { file });
  if (typeof version === 'number' && version !== reportVersion) {
    throw new InputError(`is a report of version ${version}; this stocktake reads version ${reportVersion}`, { file });
  }
  const parsed = reportSchema.safeParse(data);
  if (parsed.success) return { kind: 'report', report: parsed.data as Report };
  const issue = parsed.error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.');
  throw new InputError(`is not a report.json that this stocktake can read: ${issue?.message ?? ''}`, { file, field });
}

const unknownFile = 'is neither a snapshot, a report.json nor a baseline of stocktake';

/** What a comparison needs of such a file; `titles` are those of today's rules. */
export const standingsIn = (earlier: EarlierFile, file: string, titles: ReadonlyMap<string, string>): Standings =>
  earlier.kind === 'report' ? standingsOf(earlier.report, file) : standingsOfBaseline(earlier.data, file, titles);

function parseText(text: string, file: string): unknown {
  if (text.trim() === '') throw new InputError('is empty', { file });
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!/^\s*\{/.test(text)) throw new InputError(unknownFile, { file });
    const { message } = error as Error;
    const offset = /position (\d+)/.exec(message)?.[1];
    // A text that simply ends has no position in the message.
    const line = text.slice(0, offset === undefined ? undefined : Number(offset)).split('\n').length;
    throw new InputError('is not valid JSON; was it cut short or merged badly?', { file, line });
  }
}
