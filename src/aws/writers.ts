import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { ClientType } from '../core/collection.js';
import type { Call } from '../core/types.js';
import { Door } from './door.js';
import { WireHandler } from './handler.js';
import { credentialsFor, endpointOf, identityOf, silence, strategyFor } from './session.js';

/** How to reach the places that are written to. */
export interface WriterOptions {
  profile?: string | undefined;
  /** Where clients are by default; without it, the configured one. */
  region?: string | undefined;
  endpointUrl?: string | undefined;
  retryDelay?: ((attempt: number) => number) | undefined;
}

/** AWS allows it to everyone. */
const whose: Call = { id: 'sts:GetCallerIdentity', actions: ['sts:GetCallerIdentity'] };

/**
 * Clients that may make the calls they were given and ask whose credentials they have, and no more, behind a door of
 * their own: an audit's session stays read-only, whatever is written beside it.
 */
export class Writers {
  readonly #door: Door;
  readonly #clients = new Map<unknown, Map<string, unknown>>();

  private constructor(
    readonly region: string,
    private readonly wire: WireHandler,
    private readonly config: Record<string, unknown>,
    calls: readonly Call[],
  ) {
    this.#door = new Door({ rate: 50, concurrency: 20, wire });
    this.#door.allow([...calls, whose]);
  }

  /** Finds credentials and region; asks AWS nothing. */
  static async open(calls: readonly Call[], options: WriterOptions): Promise<Writers> {
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    const { profile, endpointUrl, retryDelay } = options;
    const reached = {
      ...(profile === undefined ? {} : { profile }),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
      ...(retryDelay === undefined ? {} : { retryDelay }),
      ...(options.region === undefined ? {} : { regions: [options.region] }),
    };
    const [found, retryStrategy] = await Promise.all([credentialsFor(reached), strategyFor(reached)]);
    const wire = new WireHandler({ endpoint: endpointOf(reached), sockets: 20, requestTimeout: 60_000 });
    const credentials: AwsCredentialIdentityProvider = found.credentials;
    const config = {
      credentials,
      requestHandler: wire,
      logger: silence,
      maxAttempts: 5,
      retryMode: 'standard',
      ...(retryStrategy ? { retryStrategy } : {}),
      followRegionRedirects: true,
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
    };
    return new Writers(options.region ?? found.region, wire, config, calls);
  }

  /** One client a service and region, as the session has them. */
  client<Client>(type: ClientType<Client>, region = this.region): Client {
    const byRegion = this.#clients.get(type) ?? new Map<string, unknown>();
    this.#clients.set(type, byRegion);
    const known = byRegion.get(region);
    if (known) return known as Client;
    const client = new type({ ...this.config, region } as never);
    this.#door.guard(client as Parameters<Door['guard']>[0], region);
    byRegion.set(region, client);
    return client;
  }

  /** The account of the credentials; an InputError where they do not work. */
  async account(): Promise<string> {
    return (await identityOf(type => this.client(type))).id;
  }

  close(): void {
    this.wire.destroy();
  }
}
