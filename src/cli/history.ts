import { KeptHistory } from '../aws/kept-history.js';
import { isBucket, openStore } from '../aws/open-store.js';
import { readHistory } from '../core/history.js';
import { InputError } from '../core/input.js';
import { withRun } from '../core/trend.js';
import type { Report } from '../core/types.js';
import { packageText } from '../package-files.js';
import { revealLine } from '../report/reveal.js';

/** The options of a history, as commander gives them. */
export interface HistoryFlags {
  history?: string;
  historyOwner?: string;
  profile?: string;
  endpointUrl?: string;
  quiet?: boolean;
}

/** What the commands do with a history; without `--history` all of it does nothing. */
export interface HistoryDesk {
  /** An InputError where the history is of another account; told as soon as the account is known. */
  check(account: string): void;
  /** The report with its trend. */
  trace(report: Report): Report;
  /** After the reports are written. */
  save(report: Report): Promise<void>;
}

const noHistory: HistoryDesk = { check: () => undefined, trace: report => report, save: async () => undefined };

/** Reads the history of `--history`, before anything else is asked. */
export async function openHistory(flags: HistoryFlags): Promise<HistoryDesk> {
  const { history: place, historyOwner: owner, profile, endpointUrl } = flags;
  if (owner !== undefined && !/^\d{12}$/.test(owner)) {
    throw new InputError(`"${owner}" is no account; write its twelve digits`, { field: '--history-owner' });
  }
  if (owner !== undefined && !isBucket(place)) {
    throw new InputError('goes with --history s3://bucket', { field: '--history-owner' });
  }
  if (place === undefined) return noHistory;
  if (place.trim() === '') throw new InputError('names no place', { field: '--history' });
  const { store, close } = await openStore(place, {
    profile,
    endpointUrl,
    owner,
    otherwise: 'if that is meant, name the account of the bucket with --history-owner',
  });
  const tell = (sentence: string): void => {
    if (!flags.quiet) process.stderr.write(`stocktake: ${revealLine(sentence)}\n`);
  };
  const kept = await KeptHistory.open(store, tell).catch((error: unknown) => {
    close();
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot be read: ${sayWhy(error)}`, { file: place });
  });
  return {
    check: account => kept.check(account),
    trace: report => kept.trace(report),
    save: async report => {
      try {
        await kept.save(report);
      } catch (error) {
        throw new InputError(`the report is written, but this run is not in the history: ${sayWhy(error)}`);
      } finally {
        close();
      }
    },
  };
}

/** The history that comes with the sample account; nothing is added to it. */
export function demoHistory(): HistoryDesk {
  const file = 'demo/history.json';
  const history = readHistory(packageText(file), { file });
  return { ...noHistory, trace: report => ({ ...report, trend: withRun(history, report).trend }) };
}

const sayWhy = (error: unknown): string => (error instanceof Error ? error.message : String(error));
