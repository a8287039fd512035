/** A client package as it was generated: its operation schemas are the exports whose names end in `$`. */
export type ClientModule = Record<string, unknown>;

/** An operation as the client package declares it: input and output schemas, and the HTTP binding of REST services. */
export interface OperationSchema {
  name: string;
  input: () => unknown;
  output: () => unknown;
  http?: { method: string; uri: string; status: number };
}

const clients: Record<string, () => Promise<ClientModule>> = {
  'access-analyzer': () => import('@aws-sdk/client-accessanalyzer'),
  account: () => import('@aws-sdk/client-account'),
  cloudfront: () => import('@aws-sdk/client-cloudfront'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  config: () => import('@aws-sdk/client-config-service'),
  ec2: () => import('@aws-sdk/client-ec2'),
  ecr: () => import('@aws-sdk/client-ecr'),
  ecs: () => import('@aws-sdk/client-ecs'),
  eks: () => import('@aws-sdk/client-eks'),
  guardduty: () => import('@aws-sdk/client-guardduty'),
  iam: () => import('@aws-sdk/client-iam'),
  inspector2: () => import('@aws-sdk/client-inspector2'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  macie2: () => import('@aws-sdk/client-macie2'),
  organizations: () => import('@aws-sdk/client-organizations'),
  rds: () => import('@aws-sdk/client-rds'),
  s3: () => import('@aws-sdk/client-s3'),
  s3control: () => import('@aws-sdk/client-s3-control'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  sns: () => import('@aws-sdk/client-sns'),
  sts: () => import('@aws-sdk/client-sts'),
  wafv2: () => import('@aws-sdk/client-wafv2'),
};

// Signing names that differ from the IAM prefix.
const prefixes: Record<string, string> = { monitoring: 'cloudwatch' };

/** The IAM prefix of the service that signs its requests with `signingName`. */
export function prefixOf(signingName: string): string {
  return prefixes[signingName] ?? signingName;
}

const loaded = new Map<string, Promise<OperationSchema[]>>();

/** Every operation of the service with this IAM prefix; none for a service whose client is not in the table above. */
export function operationsOf(service: string): Promise<OperationSchema[]> {
  const known = loaded.get(service);
  if (known) return known;
  const operations = loadOperations(service);
  loaded.set(service, operations);
  return operations;
}

async function loadOperations(service: string): Promise<OperationSchema[]> {
  const client = await clients[service]?.();
  if (!client) return [];
  return Object.entries(client).flatMap(([name, schema]) => (name.endsWith('$') ? readOperation(schema) : []));
}

// Operation schemas are tuples that start with 9: [9, namespace, name, traits, input, output].
function readOperation(schema: unknown): OperationSchema[] {
  if (!Array.isArray(schema) || schema[0] !== 9) return [];
  const [, , name, traits, input, output] = schema as [9, string, string, unknown, () => unknown, () => unknown];
  const http = (traits as { http?: [string, string, number] } | 0 | undefined) || {};
  const [method, uri, status] = http.http ?? [];
  if (method === undefined || uri === undefined || status === undefined) return [{ name, input, output }];
  return [{ name, input, output, http: { method, uri, status } }];
}
