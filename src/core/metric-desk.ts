import type { MetricQuery, MetricSeries } from './metrics.js';

interface Asker {
  metrics(region: string, queries: readonly MetricQuery[]): Promise<(MetricSeries | Error)[]>;
}

interface Waiting {
  query: MetricQuery;
  settle(answer: MetricSeries | Error): void;
}

/** A unit's seat at the desk. */
export interface MetricPlace {
  /** Series by name, once every seat has left; rejects with the error of the first that could not be read. */
  ask<Name extends string>(
    region: string,
    queries: Readonly<Record<Name, MetricQuery>>,
  ): Promise<Record<Name, MetricSeries>>;
  /** Nothing more will be asked from here. May be called again. */
  leave(): void;
}

/**
 * Where the metrics of all collections wait for each other, so that a region is asked in as few requests as AWS's
 * limits allow. Asking begins when the last of `seats` has left.
 */
export class MetricDesk {
  readonly #waiting = new Map<string, Waiting[]>();
  #open: number;

  constructor(
    private readonly asker: Asker,
    seats: number,
  ) {
    this.#open = seats;
  }

  place(): MetricPlace {
    let seated = true;
    return {
      ask: (region, queries) => this.#ask(region, queries),
      leave: () => {
        if (!seated) return;
        seated = false;
        this.#open -= 1;
        if (this.#open === 0) this.#send();
      },
    };
  }

  async #ask<Name extends string>(
    region: string,
    queries: Readonly<Record<Name, MetricQuery>>,
  ): Promise<Record<Name, MetricSeries>> {
    const waiting = this.#waiting.get(region) ?? [];
    this.#waiting.set(region, waiting);
    const names = Object.keys(queries) as Name[];
    const answers = await Promise.all(
      names.map(
        name =>
          new Promise<MetricSeries | Error>(settle => {
            waiting.push({ query: queries[name], settle });
          }),
      ),
    );
    const told: Partial<Record<Name, MetricSeries>> = {};
    for (const [at, name] of names.entries()) {
      const answer = answers[at];
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer');
      told[name] = answer;
    }
    return told as Record<Name, MetricSeries>;
  }

  #send(): void {
    for (const [region, waiting] of this.#waiting) {
      const fail = (error: unknown): void => {
        const failure = error instanceof Error ? error : new Error(String(error));
        for (const one of waiting) one.settle(failure);
      };
      this.asker
        .metrics(
          region,
          waiting.map(({ query }) => query),
        )
        .then(answers => {
          for (const [at, one] of waiting.entries()) one.settle(answers[at] ?? new Error('no answer'));
        }, fail);
    }
  }
}
