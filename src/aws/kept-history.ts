import { checkAccount, emptyHistory, type History, historyFile, readHistory, renderHistory } from '../core/history.js';
import { type Seeds, seedFrom } from '../core/history-seeds.js';
import type { Report } from '../core/types.js';
import { withRun } from '../core/trend.js';
import type { Store } from './store.js';

/** The history in a place: read before anything is asked, and written after the report. */
export class KeptHistory {
  private constructor(
    private readonly store: Store,
    private readonly read: History | undefined,
    private readonly seeds: Seeds,
  ) {}

  /**
   * Reads `history.json`, or where there is none the earlier `report.json` files whose key begins with `below`. An
   * InputError where it cannot be read; `tell` hears of reports that were passed over.
   */
  static async open(
    store: Store,
    tell: (sentence: string) => void = () => undefined,
    below = '',
  ): Promise<KeptHistory> {
    const text = await store.get(historyFile);
    if (text !== undefined) return new KeptHistory(store, readHistory(text.toString('utf8'), at(store)), new Map());
    return new KeptHistory(store, undefined, await seedFrom(earlierReports(store, below), tell));
  }

  /** An InputError where the history is of another account. */
  check(account: string): void {
    if (this.read) checkAccount(this.read, account, at(this.store));
  }

  /** The report with the trend up to it. */
  trace(report: Report): Report {
    return { ...report, trend: withRun(this.#historyOf(report.account.id), report).trend };
  }

  /** Writes the history with this report in it. What another audit has added since it was read is kept. */
  async save(report: Report): Promise<void> {
    const text = (await this.store.get(historyFile))?.toString('utf8');
    const before = text === undefined ? this.#historyOf(report.account.id) : readHistory(text, at(this.store));
    checkAccount(before, report.account.id, at(this.store));
    await this.store.put(historyFile, renderHistory(withRun(before, report).history), 'application/json');
  }

  #historyOf(account: string): History {
    this.check(account);
    return this.read ?? this.seeds.get(account) ?? emptyHistory(account);
  }
}

const at = ({ place }: Store) => ({ file: `${place.replace(/\/+$/, '')}/${historyFile}` });

/** One at a time, since a report may be large; by name, which is by time where the names are dates, and copies last. */
async function* earlierReports(store: Store, below: string): AsyncGenerator<{ text: string; file: string }> {
  const keys = await store.list(below);
  const isCopy = (key: string): boolean => key.startsWith('latest/');
  for (const key of [...keys.filter(one => !isCopy(one)), ...keys.filter(isCopy)]) {
    if (key !== 'report.json' && !key.endsWith('/report.json')) continue;
    const text = (await store.get(key))?.toString('utf8');
    if (text !== undefined) yield { text, file: `${store.place}/${key}` };
  }
}
