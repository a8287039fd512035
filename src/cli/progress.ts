import type { Progress } from '../audit.js';
import { revealLine } from '../report/reveal.js';

interface Counts {
  started: number;
  done: number;
  total: number;
}

const redrawMilliseconds = 100;

/** A live line on a terminal: services done, calls, time; nothing when standard error is no terminal. */
export class LiveLine implements Progress {
  readonly #services = new Map<string, Counts>();
  readonly #begun = Date.now();
  #calls = 0;
  #done = 0;
  #total = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly verbose: boolean,
    private readonly live = stream.isTTY === true,
  ) {}

  account(...[account, regions, rules]: Parameters<Progress['account']>): void {
    const open = regions.filter(region => region.state === 'audited').map(region => region.name);
    const where = open.length > 4 ? `${open.length} regions` : open.join(', ');
    this.#say(`${account.alias ? `${account.alias} ` : ''}${account.id} · ${where} · ${rules} rules`);
    if (this.live) this.#timer = setInterval(() => this.#draw(), redrawMilliseconds).unref();
  }

  unit(...[unit, state, total]: Parameters<Progress['unit']>): void {
    const service = unit.collection.id.split('.')[0] ?? '';
    const counts = this.#services.get(service) ?? { started: 0, done: 0, total: 0 };
    this.#services.set(service, counts);
    this.#total = total;
    if (state === 'started') counts.total += 1;
    else {
      counts.done += 1;
      this.#done += 1;
      if (this.verbose) this.#say(`${unit.collection.id} in ${unit.region}: done`);
    }
  }

  call(total: number): void {
    this.#calls = total;
  }

  /** Clears the line. */
  end(): void {
    clearInterval(this.#timer);
    if (this.live) this.stream.write('\r\u001b[2K');
  }

  #say(raw: string): void {
    const text = revealLine(raw);
    if (this.live) this.stream.write(`\r\u001b[2K${text}\n`);
    else if (this.verbose) this.stream.write(`${text}\n`);
  }

  #draw(): void {
    // A terminal that does not know its width says 0.
    const width = this.stream.columns || 80;
    const services = [...this.#services]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { done, total }]) => `${name} ${done === total ? '✓' : `${done}/${total}`}`);
    const seconds = (Date.now() - this.#begun) / 1000;
    const share = this.#total === 0 ? 0 : this.#done / this.#total;
    const left = share > 0.1 && share < 1 ? `, about ${Math.max(1, Math.round(seconds / share - seconds))} s left` : '';
    const tail = `${this.#calls} calls · ${Math.round(seconds)} s${left}`;
    const room = Math.max(0, width - tail.length - 5);
    const head = services.join('  ');
    this.stream.write(
      `\r\u001b[2K  ${head.length > room ? `${head.slice(0, Math.max(0, room - 1))}…` : head}  ${tail}`,
    );
  }
}
