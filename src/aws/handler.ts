import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';

type Request = Parameters<NodeHttpHandler['handle']>[0];
type Options = Parameters<NodeHttpHandler['handle']>[1];

/**
 * The last step before the wire, shared by all clients: it sends only requests that passed the door,
 * and with an endpoint it redirects the socket alone, so that endpoint rules, signing regions and
 * virtual hosts stay as on AWS.
 */
export class WireHandler extends NodeHttpHandler {
  readonly #cleared = new WeakSet<object>();
  readonly #endpoint: URL | undefined;

  constructor(options: { endpoint?: URL | undefined; sockets: number; requestTimeout: number }) {
    const agent = { keepAlive: true, maxSockets: options.sockets };
    super({
      connectionTimeout: 5000,
      requestTimeout: options.requestTimeout,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(agent),
      httpsAgent: new HttpsAgent({ ...agent, ...nameOnCertificate(options.endpoint) }),
    });
    this.#endpoint = options.endpoint;
  }

  /** Lets this request pass; only the door calls it. */
  clear(request: object): void {
    this.#cleared.add(request);
  }

  override handle(request: Request, options?: Options): ReturnType<NodeHttpHandler['handle']> {
    if (!this.#cleared.has(request)) return Promise.reject(new Error('a request came by another way than the door'));
    return super.handle(this.#endpoint ? redirect(request, this.#endpoint) : request, options);
  }
}

/** A handler for the credential chain's own calls, redirected alike. */
export class CredentialsHandler extends NodeHttpHandler {
  readonly #endpoint: URL | undefined;
  constructor(endpoint: URL | undefined) {
    super({
      connectionTimeout: 5000,
      requestTimeout: 20_000,
      throwOnRequestTimeout: true,
      ...(endpoint ? { httpsAgent: new HttpsAgent({ keepAlive: true, ...nameOnCertificate(endpoint) }) } : {}),
    });
    this.#endpoint = endpoint;
  }
  override handle(request: Request, options?: Options): ReturnType<NodeHttpHandler['handle']> {
    return super.handle(this.#endpoint ? redirect(request, this.#endpoint) : request, options);
  }
}

/** Node would look for AWS's own host, which stays in the header, on the certificate of the server that is asked in its place. */
function nameOnCertificate(endpoint: URL | undefined): { servername?: string } {
  if (!endpoint) return {};
  const host = endpoint.hostname.replace(/^\[|\]$/g, '');
  return { servername: isIP(host) ? '' : host };
}

function redirect(request: Request, endpoint: URL): Request {
  request.headers['host'] = request.port ? `${request.hostname}:${request.port}` : request.hostname;
  request.protocol = endpoint.protocol;
  request.hostname = endpoint.hostname;
  if (endpoint.port) request.port = Number(endpoint.port);
  else delete (request as { port?: number }).port;
  return request;
}
