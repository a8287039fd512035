/** Resolves after this time, or at once when the signal is given. */
export function waitUnless(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : milliseconds);
    signal.addEventListener('abort', end, { once: true });
  });
}

/**
 * A token bucket for one service in one region: `rate` requests a second with a burst of as many,
 * halved on each throttling answer and growing back by a twentieth with each answer that is fine.
 * When `stopping` is given nobody waits any longer: what then goes on is refused at the door.
 */
export class TokenBucket {
  #tokens: number;
  #rate: number;
  #filled = performance.now();
  #queue: Promise<void> = Promise.resolve();
  readonly #highest: number;
  readonly #burst: number;

  constructor(
    rate: number,
    private readonly stopping: AbortSignal,
  ) {
    this.#highest = rate;
    this.#rate = rate;
    this.#burst = Math.max(1, Math.ceil(rate));
    this.#tokens = this.#burst;
  }

  /** Resolves when a request may go out, in the order of asking. */
  take(): Promise<void> {
    const turn = this.#queue.then(() => this.#takeNow());
    this.#queue = turn;
    return turn;
  }

  /** To be told of each throttling answer. */
  slowDown(): void {
    this.#rate = Math.max(0.5, this.#rate / 2);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** To be told of each other answer. */
  speedUp(): void {
    this.#rate = Math.min(this.#highest, this.#rate + this.#highest / 20);
  }

  async #takeNow(): Promise<void> {
    this.#fill();
    while (this.#tokens < 1 && !this.stopping.aborted) {
      await waitUnless(this.stopping, Math.ceil(((1 - this.#tokens) / this.#rate) * 1000));
      this.#fill();
    }
    this.#tokens -= 1;
  }

  #fill(): void {
    const now = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filled) / 1000) * this.#rate);
    this.#filled = now;
  }
}
