import { setTimeout as wait } from 'node:timers/promises';
import { shop } from '../test/proofs/shop.js';
import { readCall } from '../test/server/call.js';
import { decodeInput } from '../test/server/decode.js';
import { encodeError, encodeOutput } from '../test/server/encode.js';
import { type Answer, type Exchange, listen, reply } from '../test/server/exchange.js';
import { operationsOf } from '../test/server/services.js';
import { type Handler, StubError } from '../test/server/stub.js';
import { answersOf } from './account/answers.js';
import { accountId, half, large, small } from './account/size.js';

/**
 * An account behind AWS's protocols, in a process of its own: `server.ts <account> <milliseconds before each answer>`.
 * Each answer is encoded once and then repeated. Sends its port to the parent, and the log of calls when asked.
 */

/** One call as it came in; `asked` is the same for two calls that ask the same. Times are milliseconds since the epoch. */
export interface Arrival {
  operation: string;
  region: string;
  asked: string;
  arrived: number;
  answered: number;
}

/** What the parent is told when it asks: the calls since it last asked, and what went wrong. */
export interface Told {
  arrivals: Arrival[];
  faults: string[];
}

interface Known {
  operation: string;
  region: string;
  answer: Answer;
}

const [name = 'small', latency = '0'] = process.argv.slice(2);
const sizes = { small, half, large };
const answers = name === 'shop' ? shop : answersOf(sizes[name as keyof typeof sizes]);
const known = new Map<string, Known>();
let told: Told = { arrivals: [], faults: [] };
const clock = (): number => performance.timeOrigin + performance.now();

async function answerTo(exchange: Exchange): Promise<Known> {
  const call = await readCall(exchange);
  const { operation: asked, region, protocol } = call;
  const handler: Handler | undefined = answers[asked];
  const operation = (await operationsOf(call.service)).find(each => asked === `${call.service}:${each.name}`);
  if (!handler || !operation) throw new Error(`no answer is made for ${asked}`);
  try {
    const input = await decodeInput(call, operation, exchange);
    const output = await handler(input as never, { region, account: accountId });
    return { operation: asked, region, answer: encodeOutput(call, operation, output as Record<string, unknown>) };
  } catch (error) {
    if (!(error instanceof StubError)) throw error;
    return { operation: asked, region, answer: encodeError(protocol, error.code, error.message, error.status) };
  }
}

/** The connection breaks, which the command takes for a fault of the network: only the parent can be told. */
function fail(error: unknown): never {
  told.faults.push(error instanceof Error ? error.message : String(error));
  throw error;
}

const { port } = await listen(async (exchange, response) => {
  const arrived = clock();
  const { method, host, url, headers, body } = exchange;
  // The window of LookupEvents moves with the clock.
  const text = body.toString().replace(/"(StartTime|EndTime)":[\d.]+/g, '"$1":0');
  const asked = [method, host, url, headers['x-amz-target'] ?? '', text].join(' ');
  const found = known.get(asked) ?? (await answerTo(exchange).catch(fail));
  known.set(asked, found);
  if (found.answer.status >= 500 || found.answer.status === 429) {
    told.faults.push(`${found.operation} is answered with ${found.answer.status}, which the SDK asks again`);
  }
  await wait(Math.max(0, Number(latency) - (clock() - arrived)));
  reply(response, found.answer);
  told.arrivals.push({ operation: found.operation, region: found.region, asked, arrived, answered: clock() });
});
process.on('message', () => {
  process.send?.(told);
  told = { arrivals: [], faults: [] };
});
process.on('disconnect', () => process.exit());
process.send?.(port);
