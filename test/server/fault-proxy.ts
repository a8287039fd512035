import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { type Call, readCall } from './call.js';
import { encodeError } from './encode.js';
import {
  type Answer,
  type Certificate,
  type Exchange,
  forward,
  type Listening,
  listen,
  reply,
  type Upstream,
} from './exchange.js';

/** What goes wrong: an AWS error by its code, a delay in milliseconds, or one of the ways a connection fails. */
export type Fault =
  | { error: string; message?: string; status?: number }
  | { latency: number }
  | { body: string; status?: number; headers?: Record<string, string> }
  | 'reset'
  | 'truncate'
  | 'hang'
  | 'html';

/** When it goes wrong: for which calls (all by default), how often, and with which chance from 0 to 1. */
export interface Rule {
  /** An operation such as `kms:ListKeys`, a whole service as `kms:*`, or a predicate. */
  on?: string | ((call: Call) => boolean);
  times?: number;
  probability?: number;
  fault: Fault;
}

/** One call as it was seen; `status` is the HTTP status sent, or the fault that sent none. */
export interface LoggedCall extends Pick<Call, 'service' | 'region' | 'operation'> {
  status: number | 'reset' | 'truncate' | 'hang';
  /** AWS's host and the path, without the query. */
  url: string;
  /** What the server said where it did not do what was asked. */
  refusal?: string;
}

/** A proxy before an AWS-protocol server. Rules are tried in order, the first that fires wins; a delay lets others fire. */
export interface FaultProxy extends Listening {
  /** Every call so far, in the order of their answers; a call that hangs is entered at once. */
  calls: LoggedCall[];
  add(...rules: Rule[]): void;
  /** Forgets rules and calls. */
  clear(): void;
}

/** How a proxy serves: over TLS where it has a certificate; `seed` decides on the chances. */
export interface ProxyOptions {
  seed?: number;
  certificate?: Certificate;
}

/**
 * Starts a proxy before the server on `upstream`, whose port is read at each call. Chances follow from seed, operation,
 * region and count: same run, same faults.
 */
export async function startFaultProxy(
  upstream: number | Upstream,
  { seed = 1, certificate }: ProxyOptions = {},
): Promise<FaultProxy> {
  const calls: LoggedCall[] = [];
  let rules: Array<Rule & { fired: number }> = [];
  const drawn = new Map<string, number>();

  const fires = (rule: Rule & { fired: number }, call: Call): boolean => {
    if (!matches(rule, call) || rule.fired >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
    if (rule.probability !== undefined) {
      const key = [seed, rules.indexOf(rule), call.operation, call.region].join();
      const count = drawn.get(key) ?? 0;
      drawn.set(key, count + 1);
      if (draw(`${key},${count}`) >= rule.probability) return false;
    }
    rule.fired += 1;
    return true;
  };

  const listening = await listen(async (exchange, response) => {
    const call = await readCall(exchange);
    const log = (status: LoggedCall['status'], refusal?: string): void => {
      const { service, region, operation } = call;
      const url = `${exchange.host}${exchange.path}`;
      calls.push({ service, region, operation, url, status, ...(refusal === undefined ? {} : { refusal }) });
    };
    for (const rule of rules) {
      if (!fires(rule, call)) continue;
      if (typeof rule.fault === 'string' || !('latency' in rule.fault)) {
        return fail(rule.fault, { call, exchange, response, upstream, log });
      }
      await wait(rule.fault.latency);
    }
    const answer = await forward(exchange, upstream);
    log(answer.status, answer.status < 400 ? undefined : String(answer.body));
    reply(response, answer);
  }, certificate);

  return {
    ...listening,
    calls,
    add(...added) {
      rules.push(...added.map(rule => ({ ...rule, fired: 0 })));
    },
    clear() {
      rules = [];
      drawn.clear();
      calls.length = 0;
    },
  };
}

function matches({ on }: Rule, call: Call): boolean {
  if (on === undefined) return true;
  return typeof on === 'function' ? on(call) : on === call.operation || on === `${call.service}:*`;
}

function draw(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}

interface Failing {
  call: Call;
  exchange: Exchange;
  response: ServerResponse;
  upstream: number | Upstream;
  log(status: LoggedCall['status']): void;
}

async function fail(fault: Exclude<Fault, { latency: number }>, failing: Failing): Promise<void> {
  const { response, log } = failing;
  if (fault === 'truncate') return truncate(failing);
  if (fault === 'reset' || fault === 'hang') {
    log(fault);
    if (fault === 'reset') reset(response.socket);
    return;
  }
  const answer = answerOf(fault, failing.call);
  log(answer.status);
  reply(response, answer);
}

// Node resets plain connections only; one over TLS ends without a goodbye, which the SDK takes for the same.
function reset(socket: ServerResponse['socket']): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

function answerOf(fault: Exclude<Fault, { latency: number } | 'reset' | 'truncate' | 'hang'>, call: Call): Answer {
  if (fault === 'html') {
    return { status: 503, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway</body></html>' };
  }
  if ('body' in fault) return { status: fault.status ?? 200, headers: fault.headers ?? {}, body: fault.body };
  return encodeError(call.protocol, fault.error, fault.message ?? messageOf(fault.error, call), fault.status);
}

function messageOf(code: string, { operation }: Call): string {
  return code.includes('Denied') ? `User is not authorized to perform: ${operation}` : `injected ${code}`;
}

// The length promised is that of the whole body, so the client can tell that it was cut.
async function truncate({ exchange, response, upstream, log }: Failing): Promise<void> {
  const { status, headers, body } = await forward(exchange, upstream);
  log('truncate');
  const whole = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': Math.max(whole.length, 1) });
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
}
