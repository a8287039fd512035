import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import {
  Agent as SecureAgent,
  createServer as createSecureServer,
  request as requestSecurely,
  type ServerOptions,
} from 'node:https';
import type { AddressInfo } from 'node:net';

/** One request as it came in, body read to its end; `host` is the AWS host the SDK meant, not the socket's. */
export interface Exchange {
  method: string;
  host: string;
  url: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: Buffer;
}

/** A whole HTTP answer. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** A server on a random local port; `stop` closes it and every connection to it. */
export interface Listening {
  port: number;
  stop(): Promise<void>;
}

/** What a server shows to be trusted over TLS, in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/**
 * Serves `handle` on 127.0.0.1, over TLS where there is a certificate; an exception in `handle` is answered by nothing
 * and raised by `stop`.
 */
export async function listen(
  handle: (exchange: Exchange, response: ServerResponse) => Promise<void>,
  certificate?: Certificate,
): Promise<Listening> {
  const failures: unknown[] = [];
  const serve = (message: IncomingMessage, response: ServerResponse): void => {
    readExchange(message)
      .then(exchange => handle(exchange, response))
      .catch((failure: unknown) => {
        // A client that hangs up while we read is not our failure.
        if (!message.destroyed || message.complete) failures.push(failure);
        response.destroy();
      });
  };
  const server = certificate ? createSecureServer(certificate satisfies ServerOptions, serve) : createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      if (failures.length > 0) throw new AggregateError(failures, `the test server failed: ${failures.join('; ')}`);
    },
  };
}

async function readExchange(message: IncomingMessage): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const url = new URL(message.url ?? '/', 'http://aws.invalid');
  const headers = flatten(message);
  return {
    method: message.method ?? 'GET',
    host: headers.host ?? '',
    url: message.url ?? '/',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
  };
}

function flatten(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, String(value)]));
}

/** Writes a whole answer. */
export function reply(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** A server on this machine: plain, or over TLS with the certificate that it is known by. */
export interface Upstream {
  port: number;
  ca?: string;
}

// One connection a request: the upstream closes idle ones at will, which would look like a reset to the test.
const agent = new Agent({ keepAlive: false });
const secureAgent = new SecureAgent({ keepAlive: false });

/** Sends the exchange unchanged, host header included, to another server on this machine and reads its whole answer. */
export async function forward({ method, url, headers, body }: Exchange, upstream: number | Upstream): Promise<Answer> {
  const { port, ca } = typeof upstream === 'number' ? { port: upstream, ca: undefined } : upstream;
  const { connection: _connection, 'transfer-encoding': _encoding, expect: _expect, ...kept } = headers;
  const options = { host: '127.0.0.1', port, method, path: url, headers: { ...kept, 'content-length': body.length } };
  const outgoing = ca ? requestSecurely({ ...options, agent: secureAgent, ca }) : request({ ...options, agent });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const {
    connection: _closed,
    'transfer-encoding': _chunked,
    'content-length': _length,
    ...answered
  } = flatten(incoming);
  return { status: incoming.statusCode ?? 502, headers: answered, body: Buffer.concat(chunks) };
}
