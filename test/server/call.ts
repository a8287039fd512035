import type { Exchange } from './exchange.js';
import { type OperationSchema, operationsOf, prefixOf } from './services.js';

/** The wire formats of AWS that differ in how an operation is named and an error is written. */
export type Protocol = 'json' | 'query' | 'ec2' | 's3' | 'rest-xml' | 'rest-json';

/** What a request asks: `operation` is `<IAM prefix>:<Operation>`, or `<IAM prefix>:<METHOD path>` where unknown. */
export interface Call {
  service: string;
  region: string;
  operation: string;
  accessKeyId: string;
  protocol: Protocol;
}

const REST_XML = new Set(['cloudfront', 'route53', 's3control']);

/** Reads service, region and key from the credential scope, and the operation from target, form or path. */
export async function readCall(exchange: Exchange): Promise<Call> {
  const { accessKeyId, region, signingName } = readScope(exchange);
  // Both sign as "s3", and both have a GetPublicAccessBlock.
  const service = exchange.host.includes('.s3-control.') ? 's3control' : prefixOf(signingName);
  const protocol = protocolOf(exchange, service);
  const name = await readOperation(exchange, service, protocol);
  return { service, region, operation: `${service}:${name}`, accessKeyId, protocol };
}

function readScope({ headers, host }: Exchange) {
  const [, accessKeyId, region, signingName] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  // Unsigned requests (AssumeRoleWithWebIdentity and its like) name the service in the host alone.
  const [hostService = '', hostRegion = ''] = host.split('.');
  return {
    accessKeyId: accessKeyId ?? '',
    region: region ?? (hostRegion === 'amazonaws' ? 'us-east-1' : hostRegion),
    signingName: signingName ?? hostService,
  };
}

function protocolOf({ headers }: Exchange, service: string): Protocol {
  if (headers['x-amz-target']) return 'json';
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return service === 'ec2' ? 'ec2' : 'query';
  }
  if (isS3(service)) return 's3';
  return REST_XML.has(service) ? 'rest-xml' : 'rest-json';
}

async function readOperation(exchange: Exchange, service: string, protocol: Protocol): Promise<string> {
  if (protocol === 'json') return (exchange.headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';
  if (protocol === 'query' || protocol === 'ec2') {
    return new URLSearchParams(exchange.body.toString()).get('Action') ?? '';
  }
  const binding = await matchBinding(exchange, service);
  return binding?.operation.name ?? `${exchange.method} ${exchange.path}`;
}

/** The REST operation a request is bound to, with the values of its path labels. */
export interface Binding {
  operation: OperationSchema;
  labels: Record<string, string>;
}

/** Finds the operation whose method, path template and fixed query keys fit best; undefined when none does. */
export async function matchBinding(exchange: Exchange, service: string): Promise<Binding | undefined> {
  const bucket = isS3(service) ? bucketOf(exchange) : undefined;
  const path = bucket?.rest ?? exchange.path;
  let best: (Binding & { weight: number }) | undefined;
  for (const operation of await operationsOf(service)) {
    const { http } = operation;
    if (http?.method !== exchange.method) continue;
    const [template = '', fixed = ''] = http.uri.split('?');
    const matched = matchPath(template, path);
    const weight = matchQuery(fixed, exchange.query);
    if (!matched || weight === undefined) continue;
    const total = matched.literals + weight;
    const labels = { ...matched.labels, ...(bucket ? { Bucket: bucket.name } : {}) };
    if (!best || total > best.weight) best = { operation, labels, weight: total };
  }
  return best;
}

const isS3 = (service: string): boolean => service === 's3' || service === 's3express';

// A bucket is the first label of a virtual host, else the first segment of the path.
function bucketOf({ host, path }: Exchange): { name: string; rest: string } | undefined {
  const virtual = /^(.+?)\.s3[.-]/.exec(host)?.[1];
  if (virtual) return { name: virtual, rest: path };
  const [, name, ...rest] = path.split('/');
  return name ? { name, rest: `/${rest.join('/')}` } : undefined;
}

function matchPath(template: string, path: string): { literals: number; labels: Record<string, string> } | undefined {
  const wanted = template.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  const labels: Record<string, string> = {};
  let literals = 0;
  for (const [index, segment] of wanted.entries()) {
    const [, label, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
    if (label && greedy) {
      if (given.length <= index) return undefined;
      labels[label] = given.slice(index).map(decodeURIComponent).join('/');
      return { literals, labels };
    }
    const value = given[index];
    if (value === undefined || (!label && value !== segment)) return undefined;
    if (label) labels[label] = decodeURIComponent(value);
    else literals += 1;
  }
  return given.length === wanted.length ? { literals, labels } : undefined;
}

// A fixed query key outweighs any number of path segments: S3 tells its bucket operations apart by nothing else.
function matchQuery(fixed: string, query: URLSearchParams): number | undefined {
  let weight = 0;
  for (const [key, value] of new URLSearchParams(fixed)) {
    if (!query.has(key) || (value !== '' && query.get(key) !== value)) return undefined;
    weight += 100;
  }
  return weight;
}
