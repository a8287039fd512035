import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { DEFAULT_ACCOUNT } from './stub.js';

/** Sends every request to a port of this machine and changes nothing else: hosts, paths and signatures stay AWS's. */
export class ToServer extends NodeHttpHandler {
  constructor(
    private readonly port: number,
    options?: NodeHttpHandlerOptions,
  ) {
    super(options);
  }

  override handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    Object.assign(request.headers, { host: request.hostname });
    Object.assign(request, { protocol: 'http:', hostname: '127.0.0.1', port: this.port });
    return super.handle(request, options);
  }
}

/** Static credentials, as the SDK's clients take them. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The credentials that the seeding clients use in the default account: any key belongs to it. */
export const CREDENTIALS: Credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** The configuration of a client that talks to the server on `port`. One attempt: an operation that moto lacks is a 500. */
export function clientConfig(port: number, region = 'eu-north-1', credentials = CREDENTIALS) {
  return { region, credentials, maxAttempts: 1, requestHandler: new ToServer(port) };
}

/** Builds, once a client type, real SDK clients for seeding an account of the server on `port`. */
export type Clients = <C>(type: new (config: ReturnType<typeof clientConfig>) => C) => C;

/** Clients of one region and account; any other account than the default is entered by AssumeRole, as moto wants it. */
export async function clients(port: number, region = 'eu-north-1', account = DEFAULT_ACCOUNT): Promise<Clients> {
  const config = clientConfig(port, region, await credentialsOf(port, account));
  const made = new Map<unknown, unknown>();
  return type => {
    if (!made.has(type)) made.set(type, new type(config));
    return made.get(type) as InstanceType<typeof type>;
  };
}

/** Credentials that live in `account` on the server on `port`. */
export async function credentialsOf(port: number, account: string): Promise<Credentials> {
  if (account === DEFAULT_ACCOUNT) return CREDENTIALS;
  const role = { RoleArn: `arn:aws:iam::${account}:role/seed`, RoleSessionName: 'seed' };
  const { Credentials } = await new STSClient(clientConfig(port)).send(new AssumeRoleCommand(role));
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new Error(`no credentials for account ${account}`);
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}
