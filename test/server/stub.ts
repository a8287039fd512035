import type { ServerResponse } from 'node:http';
import { type Call, readCall } from './call.js';
import { decodeInput } from './decode.js';
import { encodeError, encodeOutput } from './encode.js';
import { type Exchange, forward, type Listening, listen, reply } from './exchange.js';
import { operationsOf } from './services.js';

/** The account of moto, and of every key that no AssumeRole through the stub has placed elsewhere. */
export const DEFAULT_ACCOUNT = '123456789012';

/** Where a stubbed call was made. */
export interface At {
  region: string;
  account: string;
}

/** Answers one operation: input in, output out, both under AWS's field names; throws StubError for AWS's own errors. */
export type Handler<Input = never, Output = object> = (input: Input, at: At) => Output | Promise<Output>;

/** An error that AWS would answer, by its code, in the protocol of the service. */
export class StubError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** A server of answers that a test registers; the rest goes upstream. */
export interface Stub extends Listening {
  on<Input, Output extends object>(operation: string, handler: Handler<Input, Output>): void;
  /** Registers several handlers by operation. */
  onAll(handlers: Record<string, Handler>): void;
  /** Forgets every handler and account. */
  clear(): void;
}

/** Starts a stub; without `upstream` a call that nobody registered is answered with the error `NotStubbed`. */
export async function startStub({ upstream }: { upstream?: number } = {}): Promise<Stub> {
  const handlers = new Map<string, Handler>();
  const accounts = new Map<string, string>();

  const listening = await listen(async (exchange, response) => {
    const call = await readCall(exchange);
    const handler = handlers.get(call.operation);
    if (handler) {
      const at = { region: call.region, account: accounts.get(call.accessKeyId) ?? DEFAULT_ACCOUNT };
      return answer({ call, exchange, response, handler, at });
    }
    if (upstream === undefined) {
      return reply(response, encodeError(call.protocol, 'NotStubbed', `no answer is registered for ${call.operation}`));
    }
    const passed = await forward(exchange, upstream);
    if (call.operation === 'sts:AssumeRole') rememberAccount(accounts, exchange, passed.body.toString());
    reply(response, passed);
  });

  return {
    ...listening,
    on(operation, handler) {
      handlers.set(operation, handler as Handler);
    },
    onAll(added) {
      for (const [operation, handler] of Object.entries(added)) handlers.set(operation, handler);
    },
    clear() {
      handlers.clear();
      accounts.clear();
    },
  };
}

interface Stubbed {
  call: Call;
  exchange: Exchange;
  response: ServerResponse;
  handler: Handler;
  at: At;
}

async function answer({ call, exchange, response, handler, at }: Stubbed): Promise<void> {
  const name = call.operation.slice(call.operation.indexOf(':') + 1);
  const operation = (await operationsOf(call.service)).find(each => each.name === name);
  if (!operation) throw new Error(`${call.operation} is stubbed, but no client in services.ts declares it`);
  try {
    const output = await handler((await decodeInput(call, operation, exchange)) as never, at);
    reply(response, encodeOutput(call, operation, output as Record<string, unknown>));
  } catch (error) {
    // Anything else is a fault of the test: the connection breaks and stop() raises it.
    if (!(error instanceof StubError)) throw error;
    reply(response, encodeError(call.protocol, error.code, error.message, error.status));
  }
}

function rememberAccount(accounts: Map<string, string>, { body }: Exchange, passed: string): void {
  const account = /^arn:[^:]+:iam::(\d{12}):/.exec(new URLSearchParams(body.toString()).get('RoleArn') ?? '')?.[1];
  const key = /<AccessKeyId>([^<]+)</.exec(passed)?.[1];
  if (account && key) accounts.set(key, account);
}
