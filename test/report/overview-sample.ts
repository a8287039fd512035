import type { Microservice, Overview, Trigger } from '../../src/core/overview.js';
import type { Report } from '../../src/core/types.js';

const account = '123456789012';

/** A microservice of the sample, well seen unless said otherwise. */
export function microservice(name: string, more: Partial<Microservice> = {}): Microservice {
  return {
    name,
    arn: `arn:aws:lambda:eu-north-1:${account}:function:${name}`,
    region: 'eu-north-1',
    group: 'stack lodge',
    description: '',
    words: {},
    triggers: [],
    role: name,
    access: { everything: false, places: [] },
    environment: [],
    runtime: { name: 'nodejs22.x', ends: '2027-04-30', ended: false },
    memory: 512,
    architectures: ['arm64'],
    timeout: 10,
    use: { calls: 41_202, errors: 12, last: '2026-11-22' },
    money: { usd: 2.1, provenance: 'bill-price' },
    logs: { group: `/aws/lambda/${name}`, found: { exists: true, retention: null, bytes: 3.1 * 1024 ** 3 } },
    alarms: [],
    findings: [],
    unseen: [],
    ...more,
  };
}

/** A store that a function works on. */
export const place = (service: string, kind: string, name: string, read = true, write = false) => ({
  service,
  kind,
  name,
  read,
  write,
  conditional: false,
});

const trigger = (kind: Trigger['kind'], name: string, what: string, more: Partial<Trigger> = {}): Trigger => ({
  kind,
  name,
  what,
  state: 'on',
  ...more,
});

/** An overview of one function for each name, which also stands in every other text of it. */
export function overviewWith(names: readonly string[]): Overview {
  const named = names.map((name, at) =>
    microservice(name, {
      description: name,
      words: { purpose: `for ${name}`, owner: name, note: name },
      triggers: [trigger('api', name, `POST /${name}`, { auth: name }), trigger('rule', name, name, { state: 'off' })],
      access: { everything: false, places: [place('dynamodb', 'table', name, true, at % 2 === 0)] },
      environment: [name],
      runtime: { name, ends: '2027-04-30', ended: false },
      alarms: [{ name, metric: name, state: 'OK' }],
      findings: [{ rule: 'lambda-runtime-supported', severity: 'high' }],
      unseen: [
        { field: 'started by', what: name, actions: ['lambda:GetPolicy'], message: name },
        { field: 'alarms', what: name, actions: [], message: name },
      ],
    }),
  );
  const seen = [
    microservice('expire-holds', {
      words: { purpose: 'frees what nobody paid for in time' },
      triggers: [trigger('schedule', 'expire-holds', 'every 5 minutes')],
      access: {
        everything: false,
        places: [place('dsql', 'cluster', 'lodge-main', true, true), place('logs', '', '*', false, true)],
      },
      runtime: { name: 'nodejs20.x', ends: '2026-04-30', ended: true },
      findings: [{ rule: 'lambda-errors-not-paid-for', severity: 'medium' }],
    }),
    microservice('payments-webhook', {
      group: 'none',
      triggers: [
        trigger('api', 'lodge-http', 'POST /payments', { auth: 'no authorizer' }),
        trigger('rule', 'old-rule', '', { state: 'stale' }),
      ],
      access: { everything: true, places: [] },
      environment: ['PROVIDER_URL', 'SECRET_NAME'],
    }),
    microservice('hidden', {
      group: 'unknown',
      access: null,
      use: null,
      money: null,
      logs: { group: '/aws/lambda/hidden' },
      runtime: { name: null, ends: null, ended: false },
      unseen: [
        { field: 'group', what: 'its tags', actions: ['lambda:ListTags'], message: 'denied' },
        { field: 'started by', what: 'its URL', actions: ['lambda:ListFunctionUrlConfigs'], message: 'denied' },
        {
          field: 'may read and write',
          what: 'what its role may do',
          actions: ['iam:GetAccountAuthorizationDetails'],
          message: 'denied',
        },
        { field: '30 days', what: 'calls and errors', actions: ['cloudwatch:GetMetricData'], message: 'denied' },
        { field: 'money', what: 'money', actions: ['cloudwatch:GetMetricData'], message: 'denied' },
        { field: 'logs', what: 'retention and size', actions: ['logs:DescribeLogGroups'], message: 'denied' },
        { field: 'alarms', what: 'alarms', actions: ['cloudwatch:DescribeAlarms'], message: 'denied' },
      ],
    }),
  ];
  return {
    groups: [
      { id: 'stack lodge', kind: 'stack', name: names[0] ?? 'lodge' },
      { id: 'none', kind: 'none', name: '' },
      { id: 'unknown', kind: 'unknown', name: '' },
    ],
    microservices: [...named, ...seen],
    lost: [{ name: names[0] ?? 'gone', words: { purpose: 'was here once', owner: 'nobody', note: names.join(' ') } }],
    notLookedAt: ['steps of Step Functions'],
    unlisted: [{ region: 'us-east-1', actions: ['lambda:ListFunctions'], message: 'denied' }],
  };
}

/** The report with an overview. */
export const withOverview = (report: Report, names: readonly string[]): Report => ({
  ...report,
  overview: overviewWith(names),
});

/** A report on so many functions, in stacks of twenty; each reads a table of its own, a bucket and a secret. */
export function manyFunctions(report: Report, count: number): Report {
  const microservices = Array.from({ length: count }, (_, at) =>
    microservice(`function-${String(at).padStart(4, '0')}`, {
      group: `stack stack-${Math.floor(at / 20)}`,
      words: at % 10 === 0 ? { purpose: `purpose number ${at}` } : {},
      triggers: [trigger('api', `api-${at % 7}`, `GET /things/${at}`), trigger('queue', `queue-${at}`, '')],
      access: {
        everything: false,
        places: [place('dynamodb', 'table', `table-${at}`), place('s3', 'bucket', 'media')],
      },
      environment: ['TABLE_NAME', 'BUCKET'],
    }),
  );
  const groups = Array.from({ length: Math.ceil(count / 20) }, (_, at) => ({
    id: `stack stack-${at}`,
    kind: 'stack' as const,
    name: `stack-${at}`,
  }));
  return { ...report, overview: { groups, microservices, lost: [], notLookedAt: [], unlisted: [] } };
}
