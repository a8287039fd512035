import { hasWildcard } from '../../core/policy/glob.js';

/** What people call a thing that an ARN or a pattern of ARNs means. */
export interface Named {
  /** The service of the ARN: `dynamodb`. */
  service: string;
  /** `table`; empty where the ARN has no kind that is known here. */
  kind: string;
  name: string;
}

/** How the last part of an ARN reads, by service: the first that fits. */
const shapes: Readonly<Record<string, readonly (readonly [kind: string, shape: RegExp])[]>> = {
  appsync: [['GraphQL API', /^apis\/([^/]+)/]],
  cloudfront: [['distribution', /^distribution\/(.+)$/]],
  'cognito-identity': [['identity pool', /^identitypool\/(.+)$/]],
  'cognito-idp': [['user pool', /^userpool\/(.+)$/]],
  dax: [['cache', /^cache\/(.+)$/]],
  dsql: [['cluster', /^cluster\/(.+)$/]],
  // Indexes and streams of a table are the table to people.
  dynamodb: [['table', /^table\/([^/]+)/]],
  ecr: [['repository', /^repository\/(.+)$/]],
  es: [['domain', /^domain\/([^/]+)/]],
  events: [
    ['event bus', /^event-bus\/(.+)$/],
    ['rule', /^rule\/(.+)$/],
  ],
  'execute-api': [['API', /^([^/]+)/]],
  firehose: [['delivery stream', /^deliverystream\/(.+)$/]],
  iam: [
    ['role', /^role\/(?:.*\/)?([^/]+)$/],
    ['user', /^user\/(?:.*\/)?([^/]+)$/],
  ],
  kinesis: [['stream', /^stream\/([^/]+)/]],
  kms: [
    ['key', /^key\/(.+)$/],
    ['key', /^(alias\/.+)$/],
  ],
  lambda: [['function', /^function:([^:]+)/]],
  logs: [['log group', /^log-group:(.*?)(?::\*|:log-stream.*)?$/]],
  rds: [
    ['cluster', /^cluster:(.+)$/],
    ['database', /^db:(.+)$/],
  ],
  s3: [['bucket', /^([^/]+)/]],
  scheduler: [['schedule', /^schedule\/(.+)$/]],
  // The six characters that AWS adds to a name are no part of it.
  secretsmanager: [['secret', /^secret:(.+?)(?:-(?:\?{6}|[A-Za-z0-9]{6}))?$/]],
  ses: [['identity', /^identity\/(.+)$/]],
  sns: [['topic', /^(.+)$/]],
  sqs: [['queue', /^(.+)$/]],
  ssm: [['parameter', /^parameter(\/.+)$/]],
  states: [['state machine', /^stateMachine:(.+)$/]],
};

/** Names a thing by its ARN, or by a pattern of ARNs; undefined where the text is no ARN. */
export function nameArn(arn: string): Named | undefined {
  const [head, , service = '', , , ...rest] = arn.split(':');
  if (head !== 'arn' || rest.length === 0) return undefined;
  const resource = rest.join(':');
  for (const [kind, shape] of shapes[service] ?? []) {
    const name = shape.exec(resource)?.[1];
    if (name !== undefined) return { service, kind, name };
  }
  return { service, kind: '', name: resource };
}

/** The ARN of a function without alias or version; undefined where it is none, or a pattern of several. */
export function functionArnOf(arn: string): string | undefined {
  const parts = arn.split(':');
  if (parts[2] !== 'lambda' || parts[5] !== 'function') return undefined;
  const plain = parts.slice(0, 7).join(':');
  return hasWildcard(plain) ? undefined : plain;
}
