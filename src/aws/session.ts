import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { type Aws, type ClientType, metricCall } from '../core/collection.js';
import { InputError, nearest } from '../core/input.js';
import type { MetricQuery, MetricSeries } from '../core/metrics.js';
import type { Call, Gap, RegionReport } from '../core/types.js';
import { Door } from './door.js';
import { gapFrom, reasonOf, Stopped } from './errors.js';
import { CredentialsHandler, WireHandler } from './handler.js';
import { KeptAnswers } from './kept-answers.js';
import { readMetrics } from './metrics.js';
import type { SessionOptions } from './session-options.js';

/** Who we are, as STS tells. */
export interface Identity {
  id: string;
  arn: string;
  partition: string;
  alias?: string;
}

/** The calls that every audit makes to find out where it is. */
export const sessionCalls: readonly Call[] = [
  { id: 'sts:GetCallerIdentity', actions: ['sts:GetCallerIdentity'] },
  { id: 'ec2:DescribeRegions', actions: ['ec2:DescribeRegions'] },
  { id: 'iam:ListAccountAliases', actions: ['iam:ListAccountAliases'] },
];

const ignore = () => undefined;
/** The SDK would copy every answer for a logger that has `info`, even one that does nothing. */
export const silence = { debug: ignore, warn: ignore, error: ignore };

/** One account, its regions, and one cached client a service and region, all behind the one door. */
export class Session {
  readonly door: Door;
  readonly started: Date;
  readonly #shared = new Map<string, Promise<unknown>>();
  readonly #clients = new Map<unknown, Map<string, unknown>>();
  readonly #wire: WireHandler;
  readonly #config: Record<string, unknown>;
  readonly #kept: KeptAnswers | undefined;
  /** What could not be found out about the account itself. */
  readonly gaps: Gap[] = [];
  identity: Identity = { id: '', arn: '', partition: 'aws' };
  regions: RegionReport[] = [];
  globalRegion = 'us-east-1';

  private constructor(
    private readonly options: SessionOptions,
    credentials: AwsCredentialIdentityProvider,
    private readonly homeRegion: string,
    retryStrategy: unknown,
  ) {
    const concurrency = options.concurrency ?? 100;
    this.#wire = new WireHandler({
      endpoint: endpointOf(options),
      sockets: concurrency,
      requestTimeout: (options.requestTimeout ?? 20) * 1000,
    });
    this.door = new Door({
      rate: options.rate ?? 50,
      concurrency,
      wire: this.#wire,
      spending: options,
      ...(options.onCall ? { onCall: options.onCall } : {}),
    });
    this.door.allow(sessionCalls);
    this.#kept = options.ceCache === undefined ? undefined : new KeptAnswers(options.ceCache);
    this.started = options.now ?? new Date();
    this.#config = {
      credentials,
      requestHandler: this.#wire,
      logger: silence,
      maxAttempts: 6,
      retryMode: 'standard',
      ...(retryStrategy ? { retryStrategy } : {}),
      followRegionRedirects: true,
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestChecksumCalculation: 'WHEN_REQUIRED',
      accountIdEndpointMode: 'disabled',
    };
  }

  /** Finds credentials, account and regions. InputError where the caller has to change something. */
  static async open(options: SessionOptions): Promise<Session> {
    const session = await Session.prepare(options);
    await session.identify();
    return session;
  }

  /** A session that has asked nothing yet: its door can be stopped before `identify`. */
  static async prepare(options: SessionOptions): Promise<Session> {
    if (options.ceCache !== undefined) await new KeptAnswers(options.ceCache).check();
    // Without it the SDK prints seven lines about Node 20 to standard error.
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
    const [{ credentials, region }, retryStrategy] = await Promise.all([credentialsFor(options), strategyFor(options)]);
    return new Session(options, credentials, region, retryStrategy);
  }

  /** Names of the regions that can be asked. */
  get openRegions(): string[] {
    return this.regions.filter(region => region.state === 'audited').map(region => region.name);
  }

  /** What a collection may touch in this region. */
  at(region: string, missed: Aws['missed'] = () => undefined): Aws {
    return {
      region,
      regions: this.openRegions,
      account: this.identity.id,
      partition: this.identity.partition,
      now: this.started,
      maxDetectorFindings: this.options.maxDetectorFindings ?? 5000,
      client: type => this.#client(type, region),
      globalRegion: this.globalRegion,
      in: other => this.at(other, missed),
      kept: (name, ask) => this.#kept?.get(`${this.identity.id} ${name}`, this.started, ask) ?? ask(),
      ...(this.options.bill ? { bill: this.options.bill } : {}),
      once: (name, ask) => this.#askOnce(`${region} ${name}`, ask),
      pause: milliseconds => this.door.pause(milliseconds),
      missed,
    };
  }

  /** The gap that an error leaves; `fallback` names the call where the error does not tell. */
  gapOf(error: unknown, fallback: { calls: readonly Call[]; region: string }, resource?: string): Gap {
    const origin = this.door.originOf(error);
    // One operation may serve several details, each with an IAM action of its own: the declared one is meant.
    const declared = fallback.calls.find(one => one.id === origin?.call.id);
    const call = declared ?? origin?.call ?? fallback.calls[0];
    return gapFrom(error, {
      api: call?.id ?? '',
      actions: call && origin ? call.actions : [...new Set(fallback.calls.flatMap(one => one.actions))],
      region: fallback.region,
      // The SDK passes on whatever type an answer has in the place of an id.
      ...(resource === undefined ? {} : { resource: String(resource) }),
    });
  }

  /** Series of one region, in the order of the queries; an error in the place of what could not be read. */
  metrics(region: string, queries: readonly MetricQuery[]): Promise<(MetricSeries | Error)[]> {
    return readMetrics(queries, this.at(region), metrics =>
      this.door.purse.spend(metricCall.id, metrics * (metricCall.usdPerMetric ?? 0)),
    );
  }

  close(): void {
    this.#wire.destroy();
  }

  #askOnce<Value>(name: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#shared.get(name) as Promise<Value> | undefined;
    if (known) return known;
    const answer = ask();
    this.#shared.set(name, answer);
    return answer;
  }

  #client<Client>(type: ClientType<Client>, region: string): Client {
    const byRegion = this.#clients.get(type) ?? new Map<string, unknown>();
    this.#clients.set(type, byRegion);
    const known = byRegion.get(region);
    if (known) return known as Client;
    const client = new type({ ...this.#config, region } as never);
    this.door.guard(client as Parameters<Door['guard']>[0], region);
    byRegion.set(region, client);
    return client;
  }

  /** Finds account and regions. InputError where the caller has to change something. */
  async identify(): Promise<void> {
    const { partition } = await import('@aws-sdk/core/client');
    const facts = partition(this.homeRegion) as { implicitGlobalRegion?: string };
    this.globalRegion = facts.implicitGlobalRegion ?? this.homeRegion;
    // None of the three waits for another: every collection waits for all of them.
    const [identity, described, alias] = await Promise.all([
      this.#callerIdentity(),
      this.#describeRegions(),
      this.#alias(),
    ]);
    this.identity = alias ? { ...identity, alias } : identity;
    this.regions = chooseRegions(this.options.regions ?? 'all', described, this.homeRegion);
  }

  async #callerIdentity(): Promise<Identity> {
    return identityOf(type => this.#client(type, this.homeRegion));
  }

  async #describeRegions(): Promise<{ name: string; enabled: boolean }[] | undefined> {
    const { DescribeRegionsCommand, EC2Client } = await import('./sdk/ec2.js');
    try {
      const answer = await this.#client(EC2Client, this.homeRegion).send(
        new DescribeRegionsCommand({ AllRegions: true }),
      );
      return (answer.Regions ?? []).map(region => ({
        name: region.RegionName ?? '',
        enabled: region.OptInStatus !== 'not-opted-in',
      }));
    } catch (error) {
      if (isCredentialsError(error)) return undefined;
      this.gaps.push(this.gapOf(error, { calls: [], region: this.homeRegion }));
      return undefined;
    }
  }

  async #alias(): Promise<string | undefined> {
    const { IAMClient, ListAccountAliasesCommand } = await import('./sdk/iam.js');
    try {
      const answer = await this.#client(IAMClient, this.globalRegion).send(new ListAccountAliasesCommand({}));
      return answer.AccountAliases?.[0];
    } catch (error) {
      this.gaps.push(this.gapOf(error, { calls: [], region: 'global' }));
      return undefined;
    }
  }
}

/** The server that is asked in place of AWS; an InputError when it is no URL. */
export function endpointOf(options: Pick<SessionOptions, 'endpointUrl'>): URL | undefined {
  if (options.endpointUrl === undefined) return undefined;
  if (!URL.canParse(options.endpointUrl)) {
    throw new InputError(`"${options.endpointUrl}" is not a URL`, { field: '--endpoint-url' });
  }
  const url = new URL(options.endpointUrl);
  if (!/^https?:$/.test(url.protocol)) {
    throw new InputError(`"${options.endpointUrl}" is neither http nor https`, { field: '--endpoint-url' });
  }
  return url;
}

/** The region that a partition's global services are in, the one that every account has enabled. */
async function globalRegionOf(region = 'us-east-1'): Promise<string> {
  const { partition } = await import('@aws-sdk/core/client');
  return (partition(region) as { implicitGlobalRegion?: string }).implicitGlobalRegion ?? region;
}

/** Credentials, renewed before they expire, and the region that they are configured with. */
export async function credentialsFor(
  options: SessionOptions,
): Promise<{ credentials: AwsCredentialIdentityProvider; region: string }> {
  const [{ fromNodeProviderChain, fromTemporaryCredentials }, { STSClient }] = await Promise.all([
    import('@aws-sdk/credential-providers'),
    import('./sdk/sts.js'),
  ]);
  const profile = options.profile === undefined ? {} : { profile: options.profile };
  const requestHandler = new CredentialsHandler(endpointOf(options));
  const found = await new STSClient({ ...profile }).config.region().catch(() => undefined);
  const region = found ?? (await globalRegionOf(options.regions === 'all' ? undefined : options.regions?.[0]));
  const chain = fromNodeProviderChain({ ...profile, clientConfig: { region, requestHandler } });
  if (options.roleArn === undefined) return { credentials: remember(chain), region };
  const assumed = fromTemporaryCredentials({
    masterCredentials: chain,
    params: {
      RoleArn: options.roleArn,
      RoleSessionName: 'stocktake',
      ...(options.externalId === undefined ? {} : { ExternalId: options.externalId }),
    },
    clientConfig: { region, requestHandler },
  });
  return { credentials: remember(assumed), region };
}

const renewBefore = 5 * 60_000;

/** One set of credentials for all clients, so that a role is assumed once and not once a client. */
function remember(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let held: ReturnType<AwsCredentialIdentityProvider> | undefined;
  let until = Number.POSITIVE_INFINITY;
  return async properties => {
    if (!held || Date.now() > until) {
      held = provider(properties);
      held.then(
        found => {
          until = found.expiration ? found.expiration.getTime() - renewBefore : Number.POSITIVE_INFINITY;
        },
        () => {
          held = undefined;
        },
      );
    }
    return held;
  };
}

/** A retry strategy with the waits that a test asks for; undefined: the SDK's own. */
export async function strategyFor(options: Pick<SessionOptions, 'retryDelay'>): Promise<unknown> {
  if (!options.retryDelay) return undefined;
  const { ConfiguredRetryStrategy } = await import('@smithy/util-retry');
  return new ConfiguredRetryStrategy(6, options.retryDelay);
}

const isCredentialsError = (error: unknown): boolean =>
  error instanceof Error &&
  (/Credentials|TokenProvider|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|AuthFailure/.test(
    error.name,
  ) ||
    reasonOf(error) === 'expired-credentials');

/** Whose credentials these are; an InputError where they do not work. */
export async function identityOf(clientOf: <Client>(type: ClientType<Client>) => Client): Promise<Identity> {
  const { GetCallerIdentityCommand, STSClient } = await import('./sdk/sts.js');
  try {
    const { Account = '', Arn = '' } = await clientOf(STSClient).send(new GetCallerIdentityCommand({}));
    if (!/^\d{12}$/.test(Account)) throw new InputError(`${unsaid}: its answer names no account`);
    return { id: Account, arn: Arn, partition: Arn.split(':')[1] ?? 'aws' };
  } catch (error) {
    throw credentialsError(error);
  }
}

/** What the user can do about credentials that do not work. */
function credentialsError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof Stopped && error.reason !== 'expired-credentials') {
    return new InputError(`${unsaid}: ${error.message}`);
  }
  if (reasonOf(error) === 'expired-credentials') {
    return new InputError('the AWS credentials have expired; sign in again and repeat the command');
  }
  if (/CredentialsProviderError|TokenProviderError/.test(error.name)) {
    return new InputError(
      'found no AWS credentials that work; set AWS_PROFILE, name one with --profile, or sign in ("aws sso login")',
    );
  }
  if (isCredentialsError(error)) return new InputError(`AWS refuses these credentials (${error.name})`);
  const reason = reasonOf(error);
  if (reason === 'denied') return new InputError(`AWS refuses this identity: ${gapFrom(error, nowhere).message}`);
  if (reason === 'network') return new InputError(`AWS cannot be reached: ${gapFrom(error, nowhere).message}`);
  if (reason === 'internal-error') return error;
  return new InputError(`${unsaid}: ${gapFrom(error, nowhere).message}`);
}
const unsaid = 'AWS did not say whose credentials these are';
const nowhere = { api: 'sts:GetCallerIdentity', actions: ['sts:GetCallerIdentity'], region: 'global' };

function chooseRegions(
  wanted: readonly string[] | 'all',
  described: readonly { name: string; enabled: boolean }[] | undefined,
  home: string,
): RegionReport[] {
  if (!described || described.length === 0) {
    const names = wanted === 'all' ? [home] : wanted;
    return names.map(name => ({ name, state: 'audited' }));
  }
  if (wanted === 'all') {
    return described
      .filter(region => region.enabled)
      .map(region => ({ name: region.name, state: 'audited' as const }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
  return [...new Set(wanted)].sort().map(name => {
    const region = described.find(one => one.name === name);
    if (!region) {
      const like = nearest(
        name,
        described.map(one => one.name),
      );
      throw new InputError(`there is no region "${name}"${like ? `; did you mean "${like}"?` : ''}`, {
        field: '--regions',
      });
    }
    if (region.enabled) return { name, state: 'audited' };
    return { name, state: 'not-enabled', message: 'this region is not enabled in the account' };
  });
}
