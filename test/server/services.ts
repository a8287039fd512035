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
  acm: () => import('@aws-sdk/client-acm'),
  amplify: () => import('@aws-sdk/client-amplify'),
  apigateway: () => import('@aws-sdk/client-api-gateway'),
  apigatewayv2: () => import('@aws-sdk/client-apigatewayv2'),
  'application-autoscaling': () => import('@aws-sdk/client-application-auto-scaling'),
  appsync: () => import('@aws-sdk/client-appsync'),
  budgets: () => import('@aws-sdk/client-budgets'),
  ce: () => import('@aws-sdk/client-cost-explorer'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  cloudfront: () => import('@aws-sdk/client-cloudfront'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  'cognito-identity': () => import('@aws-sdk/client-cognito-identity'),
  'cognito-idp': () => import('@aws-sdk/client-cognito-identity-provider'),
  'compute-optimizer': () => import('@aws-sdk/client-compute-optimizer'),
  config: () => import('@aws-sdk/client-config-service'),
  dax: () => import('@aws-sdk/client-dax'),
  dsql: () => import('@aws-sdk/client-dsql'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  ecr: () => import('@aws-sdk/client-ecr'),
  ecs: () => import('@aws-sdk/client-ecs'),
  eks: () => import('@aws-sdk/client-eks'),
  events: () => import('@aws-sdk/client-eventbridge'),
  guardduty: () => import('@aws-sdk/client-guardduty'),
  iam: () => import('@aws-sdk/client-iam'),
  inspector2: () => import('@aws-sdk/client-inspector2'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  macie2: () => import('@aws-sdk/client-macie2'),
  organizations: () => import('@aws-sdk/client-organizations'),
  rds: () => import('@aws-sdk/client-rds'),
  route53: () => import('@aws-sdk/client-route-53'),
  route53domains: () => import('@aws-sdk/client-route-53-domains'),
  s3: () => import('@aws-sdk/client-s3'),
  // Directory buckets sign with a name of their own.
  s3express: () => import('@aws-sdk/client-s3'),
  s3control: () => import('@aws-sdk/client-s3-control'),
  scheduler: () => import('@aws-sdk/client-scheduler'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  ssm: () => import('@aws-sdk/client-ssm'),
  states: () => import('@aws-sdk/client-sfn'),
  sts: () => import('@aws-sdk/client-sts'),
  tag: () => import('@aws-sdk/client-resource-groups-tagging-api'),
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
