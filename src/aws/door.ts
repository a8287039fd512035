import { setMaxListeners } from 'node:events';
import type { Call } from '../core/types.js';
import { ReadOnlyViolation, reasonOf, Stopped } from './errors.js';
import { Purse, type Spending } from './purse.js';
import type { WireHandler } from './handler.js';
import { TokenBucket, waitUnless } from './pace.js';
import { iamPrefixOf } from './services.js';

/** Where an error came from, remembered beside the error itself. */
export interface Origin {
  call: Call;
  region: string;
}

interface SdkClient {
  config: { serviceId: string };
  middlewareStack: {
    add(middleware: unknown, options: { step: string; priority: 'high' | 'low'; name: string }): void;
  };
}
type Next = (args: { input: object; request: object }) => Promise<unknown>;

const closedAfter = 3;

/** The one door that every request goes through: guard, pace, deadline, counters. */
export class Door {
  readonly #allowed = new Map<string, Call>();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #origins = new WeakMap<object, Origin>();
  readonly #counts = new Map<string, number>();
  readonly #answered = new Set<string>();
  readonly #unreached = new Set<string>();
  readonly #refused = new Map<string, { services: Set<string>; error: Error }>();
  readonly #stopping = new AbortController();
  readonly #onStop = new Set<() => void>();
  #inFlight = 0;
  readonly #waiting: (() => void)[] = [];
  attempts = 0;

  /** What billed calls have cost so far, and may cost. */
  readonly purse: Purse;

  constructor(
    private readonly options: {
      rate: number;
      concurrency: number;
      wire: WireHandler;
      spending?: Spending;
      onCall?: () => void;
    },
  ) {
    this.purse = new Purse(options.spending);
    // Every bucket listens; Node warns of more than ten as of a leak.
    setMaxListeners(0, this.#stopping.signal);
    this.#stopping.signal.addEventListener('abort', () => {
      for (const tell of this.#onStop) tell();
    });
  }

  /** Lets these calls pass; all others are refused before the wire. */
  allow(calls: Iterable<Call>): void {
    for (const call of calls) this.#allowed.set(call.id, call);
  }

  /** Ends the audit: what is under way and what would follow answers with `Stopped`. */
  stop(reason: Stopped['reason'], message: string): void {
    if (!this.#stopping.signal.aborted) this.#stopping.abort(new Stopped(reason, message));
  }

  get stopped(): Stopped | undefined {
    return this.#stopping.signal.reason as Stopped | undefined;
  }

  /** Calls made so far, by operation. */
  get calls(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  originOf(error: unknown): Origin | undefined {
    return typeof error === 'object' && error !== null ? this.#origins.get(error) : undefined;
  }

  /** The refusal of a region that an organization's policy closes for every service asked so far. */
  closure(region: string): Error | undefined {
    const refused = this.#refused.get(region);
    if (this.#answered.has(region) || !refused || refused.services.size < closedAfter) return undefined;
    return refused.error;
  }

  /** True when nothing in this region ever answered, for want of a connection. */
  isUnreachable(region: string): boolean {
    return this.#unreached.has(region) && !this.#answered.has(region);
  }

  /** Waits `work` out, or fails when the audit is stopped first. */
  #orStopped<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      // A listener of the signal for each would be looked for among all others, of which there are hundreds.
      const onStop = (): void => reject(this.stopped ?? new Error('stopped'));
      const leave = (): boolean => this.#onStop.delete(onStop);
      this.#onStop.add(onStop);
      if (this.stopped) onStop();
      work.finally(leave).then(resolve, reject);
    });
  }

  /** Waits; fails with `Stopped` when the audit is stopped first. */
  async pause(milliseconds: number): Promise<void> {
    await waitUnless(this.#stopping.signal, milliseconds);
    if (this.stopped) throw new Stopped(this.stopped.reason, this.stopped.message);
  }

  /** Puts the door before a client. */
  guard(client: SdkClient, region: string): void {
    const prefix = iamPrefixOf(client.config.serviceId);
    client.middlewareStack.add(
      (next: Next, context: { commandName?: string }) => (args: never) => {
        const api = `${prefix}:${(context.commandName ?? '').replace(/Command$/, '')}`;
        return this.#pass(api, region, () => next(args));
      },
      { step: 'initialize', priority: 'high', name: 'stocktakeGuard' },
    );
    client.middlewareStack.add(
      (next: Next, context: { commandName?: string }) => async (args: { input: object; request: object }) => {
        const api = `${prefix}:${(context.commandName ?? '').replace(/Command$/, '')}`;
        // Whatever became of the first step, nothing undeclared gets further than this one.
        if (!this.#allowed.has(api)) throw new ReadOnlyViolation(api);
        return this.#attempt(this.#bucketFor(api, prefix, region), args.request, () => next(args));
      },
      { step: 'finalizeRequest', priority: 'low', name: 'stocktakePace' },
    );
  }

  async #pass(api: string, region: string, send: () => Promise<unknown>): Promise<unknown> {
    const call = this.#allowed.get(api);
    if (!call) throw new ReadOnlyViolation(api);
    try {
      const closed = this.closure(region);
      if (closed) throw Object.assign(new Error(closed.message), { name: closed.name });
      if (this.stopped) throw new Stopped(this.stopped.reason, this.stopped.message);
      if (call.usd !== undefined) this.purse.spend(api, call.usd);
      this.#counts.set(api, (this.#counts.get(api) ?? 0) + 1);
      this.options.onCall?.();
      const answer = await this.#orStopped(send());
      this.#answered.add(region);
      return answer;
    } catch (error) {
      const own =
        error === this.stopped && this.stopped ? new Stopped(this.stopped.reason, this.stopped.message) : error;
      this.#learn(own, call, region);
      throw own;
    }
  }

  #learn(error: unknown, call: Call, region: string): void {
    if (typeof error === 'object' && error !== null) this.#origins.set(error, { call, region });
    const reason = reasonOf(error);
    if (reason === 'expired-credentials' && !(error instanceof Stopped)) {
      this.stop('expired-credentials', 'the credentials expired before the audit was done');
    }
    if (!(error instanceof Error) || error instanceof Stopped) return;
    if (reason === 'denied' && /service control policy/i.test(error.message)) {
      const refused = this.#refused.get(region) ?? { services: new Set(), error };
      this.#refused.set(region, refused);
      refused.services.add(call.id.slice(0, call.id.indexOf(':')));
    } else if (reason === 'network') this.#unreached.add(region);
    else this.#answered.add(region);
  }

  async #attempt(bucket: TokenBucket, request: object, send: () => Promise<unknown>): Promise<unknown> {
    await bucket.take();
    await this.#enter();
    try {
      if (this.stopped) throw new Stopped(this.stopped.reason, this.stopped.message);
      this.attempts += 1;
      this.options.wire.clear(request);
      const answer = await send();
      bucket.speedUp();
      return answer;
    } catch (error) {
      if (reasonOf(error) === 'throttled') bucket.slowDown();
      throw error;
    } finally {
      this.#leave();
    }
  }

  #bucketFor(api: string, prefix: string, region: string): TokenBucket {
    const slow = this.#allowed.get(api)?.perSecond;
    const name = `${slow ? api : prefix} ${region}`;
    const known = this.#buckets.get(name);
    if (known) return known;
    const bucket = new TokenBucket(Math.min(slow ?? this.options.rate, this.options.rate), this.#stopping.signal);
    this.#buckets.set(name, bucket);
    return bucket;
  }

  async #enter(): Promise<void> {
    while (this.#inFlight >= this.options.concurrency) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
    this.#inFlight += 1;
  }

  #leave(): void {
    this.#inFlight -= 1;
    this.#waiting.shift()?.();
  }
}
