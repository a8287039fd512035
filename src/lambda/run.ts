import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { audit, AuditUnfinished, type AuditOptions } from '../audit.js';
import { KeptHistory } from '../aws/kept-history.js';
import { S3Store } from '../aws/s3-store.js';
import type { Store } from '../aws/store.js';
import type { Writers } from '../aws/writers.js';
import { InputError } from '../core/input.js';
import { hideSecretsIn } from '../core/secrets.js';
import type { Report } from '../core/types.js';
import { asciiLine, renderMessage, subjectOf } from '../report/message.js';
import { folderOf, writeReport } from './deliver.js';
import { compareWithLast, withNotice } from './earlier.js';
import { log, messageOf } from './log.js';
import { metricsOf, metricsOfFailure } from './metrics.js';
import { invokeAgain, openWriters, publish, putMetrics } from './outside.js';
import { chooseRules, type ChosenRules } from './rules.js';
import type { Settings } from './settings.js';
import { RunState } from './state.js';

/** What the function knows of the invocation it is in. */
export interface Invocation {
  functionArn: string;
  /** Milliseconds until the time-out. */
  remaining(): number;
}

/** How an invocation ended well. */
export type Outcome = { report: string; complete: boolean } | { continuation: number };

/** One invocation of the scheduled audit: it ends with a report in the bucket, goes on in another one, or rejects aloud. */
export async function runScheduled(settings: Settings, invocation: Invocation): Promise<Outcome> {
  const writers = await openWriters(settings.endpointUrl);
  const account = invocation.functionArn.split(':')[4];
  const store = new S3Store(writers, { bucket: settings.bucket, prefix: settings.prefix, owner: account });
  const run = new Run(settings, invocation, writers, store);
  try {
    return await run.go();
  } catch (error) {
    await tellFailure(writers, settings, error, run.written);
    throw error;
  } finally {
    writers.close();
  }
}

/** A run that failed is told by message and by metric; where that fails, too, the log says so. `written`: its report. */
async function tellFailure(
  writers: Writers,
  { topicArn, namespace }: Settings,
  error: unknown,
  written: string | undefined,
): Promise<void> {
  const reason = hideSecretsIn(messageOf(error));
  log('error', 'failed', { message: reason });
  const told = await Promise.allSettled([
    publish(writers, topicArn, asciiLine(failureSubject(written), 100), failureText(reason, written)),
    putMetrics(writers, namespace, metricsOfFailure()),
  ]);
  for (const one of told) if (one.status === 'rejected') log('error', 'not-told', { message: messageOf(one.reason) });
}

const failureSubject = (written: string | undefined): string =>
  written === undefined ? 'stocktake: no report was written' : 'stocktake: a report was written, but the run failed';

function failureText(reason: string, written: string | undefined): string {
  const happened =
    written === undefined
      ? 'The scheduled audit wrote no report.'
      : `The scheduled audit wrote its report (${written}), but could not finish what comes after it.`;
  return `${happened}\n\n${reason}\n\nThe log of the function says more.\n`;
}

class Run {
  readonly #folder = path.join(tmpdir(), 'stocktake');
  readonly #snapshot = path.join(this.#folder, 'facts.snapshot');
  readonly #partial = `${this.#snapshot}.partial`;
  readonly #state: RunState;
  /** Where the report is, once it is whole in the bucket. */
  written: string | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly invocation: Invocation,
    private readonly writers: Writers,
    private readonly store: Store,
  ) {
    this.#state = new RunState(store, this.#partial, () => new Date());
  }

  async go(): Promise<Outcome> {
    // A function that was killed may leave its files to the next one.
    await rm(this.#folder, { recursive: true, force: true });
    await mkdir(this.#folder, { recursive: true });
    const rules = await chooseRules(this.store, this.settings.configKey);
    const resumed = await this.#state.restore();
    log('info', 'started', { resumed, attempts: this.#state.attempts });
    const report = await this.#audit(rules, resumed);
    if (report === undefined) return this.#goOn();
    return this.#deliver({ ...report, ...(rules.notices.length > 0 ? { notices: rules.notices } : {}) });
  }

  /** Undefined when the time was too short, and there is another invocation to go on with. */
  async #audit({ config }: ChosenRules, resumed: boolean): Promise<Report | undefined> {
    this.#state.watch(this.settings.saveSeconds * 1000);
    try {
      return await this.#ask({ config, resume: resumed });
    } catch (error) {
      if (error instanceof AuditUnfinished) return undefined;
      if (!resumed || !(error instanceof InputError) || !error.place.file?.startsWith(this.#partial)) throw error;
      log('info', 'state-discarded', { reason: error.message });
      await this.#state.discard();
      return await this.#audit({ config, notices: [] }, false);
    } finally {
      await this.#state.rest();
    }
  }

  #ask(options: Pick<AuditOptions, 'config' | 'resume'>): Promise<Report> {
    const { regions, services, categories, endpointUrl, minLeftSeconds, maxContinuations } = this.settings;
    const left = this.invocation.remaining() / 1000;
    return audit({
      ...options,
      regions,
      ...(services ? { services } : {}),
      ...(categories ? { categories } : {}),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
      snapshot: this.#snapshot,
      // With little time in all, half of it is for asking.
      maxDuration: Math.max(1, Math.floor(Math.max(left - minLeftSeconds, left / 2))),
      leaveUnfinished: this.#state.attempts < maxContinuations,
    });
  }

  async #goOn(): Promise<Outcome> {
    await this.#state.save();
    const continuation = this.#state.attempts + 1;
    await invokeAgain(this.writers, this.invocation.functionArn, { continuation });
    log('info', 'continues', { continuation });
    return { continuation };
  }

  async #deliver(judged: Report): Promise<Outcome> {
    const compared = await compareWithLast(this.store, judged);
    const history = await this.#openHistory(judged.account.id);
    const report = typeof history === 'string' ? withNotice(compared, history) : history.trace(compared);
    const place = `${this.store.place}/${folderOf(report)}report.html`;
    await writeReport(this.store, report, this.#snapshot);
    this.written = place;
    // The report is the last one from here on: what is new in it is told now or never.
    const saved =
      typeof history === 'string' ? undefined : await history.save(compared).catch((error: unknown) => ({ error }));
    log('info', 'report-written', { place, complete: report.complete, findings: report.findings.length });
    await this.#tell(report, place);
    if (saved) throw saved.error;
    await this.#state.discard();
    await rm(this.#folder, { recursive: true, force: true });
    return { report: place, complete: report.complete };
  }

  /** The history; or, where what is there cannot be used, a sentence that says so: it is left as it is. */
  async #openHistory(account: string): Promise<KeptHistory | string> {
    try {
      const history = await KeptHistory.open(this.store, sentence => log('warn', 'history', { message: sentence }));
      history.check(account);
      return history;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      log('warn', 'history-unreadable', { message: error.message });
      return `The history cannot be used, so this report has no trend: ${error.message}`;
    }
  }

  /** Both are tried; the first that fails fails the invocation, since nobody would miss a message. */
  async #tell(report: Report, place: string): Promise<void> {
    const { topicArn, namespace } = this.settings;
    const told = await Promise.allSettled([
      publish(this.writers, topicArn, subjectOf(report), renderMessage(report, place)),
      putMetrics(this.writers, namespace, metricsOf(report)),
    ]);
    for (const one of told) if (one.status === 'rejected') throw one.reason;
  }
}
