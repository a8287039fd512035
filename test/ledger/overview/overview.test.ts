import { describe, expect, it } from 'vitest';
import { collection } from '../../../src/core/collection.js';
import type { Microservice } from '../../../src/core/overview.js';
import { rooms } from '../../../src/ledger/overview/rooms.js';
import { overviewOf, type OverviewBasis } from '../../../src/ledger/overview/overview.js';
import type { Finding } from '../../../src/core/types.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { document, globally, ownPolicy, role, trusting } from '../../checks/iam/rows.js';
import { arnOf, functionRow, used } from '../../checks/lambda/rows.js';
import { gap, row, sourceOf, type World, world } from '../../support/world.js';

const home = 'eu-north-1';
const account = '111122223333';
const seen = { tags: {}, policy: null, urlConfigs: [], eventSourceMappings: [], use: used() };
const table = `arn:aws:dynamodb:${home}:${account}:table/holds`;
const appRole = role('app', { PolicyNames: ['data'] });
const inline = (PolicyDocument: string, EntityName = 'app', PolicyName = 'data') =>
  globally({
    Kind: 'inline',
    PolicyName,
    Arn: `arn:aws:iam::${account}:role/${EntityName}`,
    EntityType: 'Role',
    EntityName,
    PolicyDocument,
  });
const grant = (Action: string, Resource: string) => document({ Effect: 'Allow', Action, Resource });

/** An account in which everything could be seen and little is. */
const everything = {
  'lambda.functions': [functionRow('search', seen)],
  'eventbridge.rules': [],
  'scheduler.schedules': [],
  'amplify.apps': [],
  'iam.roles': [globally(appRole)],
  'iam.policies': [inline(grant('dynamodb:Query', table))],
  'iam.awsPolicies': [],
  'cloudwatch.alarms': [],
  'logs.logGroups': [],
  'dsql.clusters': [],
} satisfies Record<string, StoredRow[]>;

/** Of the rooms of other services only these two, so that a test names all that an account has. */
const few = { logGroups: rooms.logGroups!, clusters: rooms.clusters! };
const describeAll = (of: World, basis: Partial<OverviewBasis> = {}) =>
  overviewOf(sourceOf(of), { findings: [], words: new Map(), rooms: few, ...basis });
async function search(
  facts: Record<string, StoredRow[] | Partial<CollectionFacts>> = {},
  basis: Partial<OverviewBasis> = {},
): Promise<Microservice> {
  const { overview } = await describeAll(world({ ...everything, ...facts }), basis);
  return overview.microservices.find(({ name }) => name === 'search')!;
}
const withDetails = (details: object, more: object = {}) => ({
  'lambda.functions': [functionRow('search', { ...seen, ...details }, more)],
});
const permission = (principal: string, SourceArns: string[] = [], Actions = ['lambda:InvokeFunction']) => ({
  Sid: '',
  Effect: 'Allow',
  Principals: [principal],
  Actions,
  SourceArns,
  SourceAccounts: [],
});
const told = ({ triggers }: Microservice) =>
  triggers.map(({ auth, kind, name, state, what }) => [kind, name, what, state, auth].filter(Boolean).join(' | '));
const ruleRow = (Name: string, Arn: string, more: object = {}) =>
  row(
    {
      Name,
      Arn: `arn:aws:events:${home}:${account}:rule/${Name}`,
      EventBusName: 'default',
      State: 'ENABLED',
      ScheduleExpression: 'rate(5 minutes)',
      ...more,
    },
    { targets: [{ Id: '1', Arn, RoleArn: null }] },
  );

describe('what starts a function', () => {
  it('is nothing, where all was seen and nothing is there', async () => {
    expect(await search()).toMatchObject({ triggers: [], unseen: [] });
  });

  it('is its URL, with who may use it', async () => {
    const url = {
      FunctionUrl: 'https://abc.lambda-url.on.aws/',
      AuthType: 'NONE',
      FunctionArn: `${arnOf('search')}:live`,
    };
    const policy = [permission('*', [], ['lambda:InvokeFunctionUrl']), permission('*')];
    expect(told(await search(withDetails({ urlConfigs: [url], policy })))).toEqual([
      'url | abc.lambda-url.on.aws | alias live | on | no authorizer',
    ]);
  });

  it('is a queue or a stream that Lambda reads', async () => {
    const mapping = (EventSourceArn: string | null, State = 'Enabled') => ({
      UUID: '',
      EventSourceArn,
      State,
      FunctionArn: arnOf('search'),
    });
    const eventSourceMappings = [
      mapping(`arn:aws:sqs:${home}:${account}:mail`),
      mapping(`${table}/stream/2025-01-01`, 'Disabled'),
      mapping(null),
    ];
    expect(told(await search(withDetails({ eventSourceMappings })))).toEqual([
      'queue | mail | on',
      'stream | a Kafka cluster outside AWS | on',
      'stream | holds | changes of the table | off',
    ]);
  });

  it('is a rule with its times; a permission of the same rule says nothing new', async () => {
    const policy = [permission('events.amazonaws.com', [`arn:aws:events:${home}:${account}:rule/often`])];
    const rules = [ruleRow('often', `${arnOf('search')}:live`), ruleRow('elsewhere', arnOf('other'))];
    expect(told(await search({ ...withDetails({ policy }), 'eventbridge.rules': rules }))).toEqual([
      'rule | often | every 5 minutes | on',
    ]);
  });

  it('is not a rule that may call it and was seen not to; hidden rules leave that open', async () => {
    const policy = [permission('events.amazonaws.com', [`arn:aws:events:${home}:${account}:rule/old`])];
    expect(told(await search(withDetails({ policy })))).toEqual(['rule | old | stale']);
    const hidden = { rows: [], gaps: [gap('events:ListRules')] };
    const one = await search({ ...withDetails({ policy }), 'eventbridge.rules': hidden });
    expect(told(one)).toEqual(['rule | old | allowed']);
    expect(one.unseen).toMatchObject([
      { field: 'started by', what: 'rules of EventBridge', actions: ['events:ListRules'] },
    ]);
  });

  it('is a schedule, also where its times cannot be read', async () => {
    const item = {
      Arn: 'x',
      Name: 'nightly',
      GroupName: 'default',
      State: 'ENABLED',
      Target: { Arn: arnOf('search') },
    };
    const timing = { ScheduleExpression: 'cron(0 3 * * ? *)', ScheduleExpressionTimezone: 'Europe/Helsinki' };
    expect(told(await search({ 'scheduler.schedules': [row(item, { schedule: timing })] }))).toEqual([
      'schedule | nightly | every day at 03:00 Europe/Helsinki | on',
    ]);
    const denied = await search({ 'scheduler.schedules': [row(item, { schedule: gap('scheduler:GetSchedule') })] });
    expect(told(denied)).toEqual(['schedule | nightly | on']);
    expect(denied.unseen).toMatchObject([{ what: 'schedules', actions: ['scheduler:GetSchedule'] }]);
  });

  it('may be a schedule that names the function where nobody reads', async () => {
    const item = {
      Arn: 'x',
      Name: 'odd',
      GroupName: 'default',
      State: 'ENABLED',
      Target: { Arn: 'arn:aws:scheduler:::aws-sdk:lambda:invoke' },
    };
    const one = await search({ 'scheduler.schedules': [row(item, { schedule: {} })] });
    expect(one.unseen).toMatchObject([{ what: 'what the schedule odd calls', actions: [] }]);
  });

  it('is whatever its policy allows', async () => {
    const policy = [
      permission('apigateway.amazonaws.com', [`arn:aws:execute-api:${home}:${account}:api1/*/POST/payments`]),
      permission('apigateway.amazonaws.com', [`arn:aws:execute-api:${home}:${account}:api2/*/*`]),
      permission('apigateway.amazonaws.com', [`arn:aws:execute-api:${home}:${account}:api3/authorizers/x`]),
      permission('s3.amazonaws.com', ['arn:aws:s3:::media']),
      permission('cognito-idp.amazonaws.com', [`arn:aws:cognito-idp:${home}:${account}:userpool/p1`]),
      permission('secretsmanager.amazonaws.com', [`arn:aws:secretsmanager:${home}:${account}:secret:db-a1B2c3`]),
      permission('sns.amazonaws.com'),
      permission('444455556666'),
      { ...permission('s3.amazonaws.com', ['arn:aws:s3:::not']), Effect: 'Deny' },
    ];
    expect(told(await search(withDetails({ policy })))).toEqual([
      'account | 444455556666 | allowed',
      'api | api1 | POST /payments | allowed',
      'api | api2 | any route | allowed',
      'api | api3 | authorizer | allowed',
      'bucket | media | allowed',
      'other | db | of secretsmanager | allowed',
      'topic | sns | anything of it | allowed',
      'user-pool | p1 | allowed',
    ]);
  });

  it('is Step Functions through a role that may call it; a role for all functions names none', async () => {
    const machine = (name: string) =>
      role(name, { PolicyNames: ['data'], AssumeRolePolicyDocument: trusting({ Service: 'states.amazonaws.com' }) });
    const facts = {
      'iam.roles': [globally(appRole), globally(machine('steps')), globally(machine('all'))],
      'iam.policies': [
        ...everything['iam.policies'],
        inline(grant('lambda:InvokeFunction', `${arnOf('search')}*`), 'steps'),
        inline(grant('lambda:InvokeFunction', '*'), 'all'),
      ],
    };
    expect(told(await search(facts))).toEqual(['state-machine | role steps | allowed']);
  });

  it.each(['policy', 'urlConfigs', 'eventSourceMappings'])(
    'is named as not known where %s was refused',
    async detail => {
      const one = await search(withDetails({ [detail]: gap('lambda:Refused') }));
      expect(one.unseen).toMatchObject([{ field: 'started by', actions: ['lambda:Refused'] }]);
    },
  );
});

describe('with the rooms of other services plugged in', () => {
  const room = (id: string, details: readonly string[] = []) =>
    collection({
      id,
      noun: id,
      calls: ['x:List'],
      list: () => Promise.resolve([]),
      resource: () => ({ id: 'x', type: 'X' }),
      details: Object.fromEntries(details.map(name => [name, { calls: ['x:Get'], get: () => Promise.resolve(null) }])),
    });
  const plugged = {
    restApis: room('x.rest', ['methods', 'authorizers']).with('methods', 'authorizers'),
    httpApis: room('x.http', ['routes', 'integrations', 'authorizers']).with('routes', 'integrations', 'authorizers'),
    graphqlApis: room('x.graphql', ['dataSources', 'resolvers']).with('dataSources', 'resolvers'),
    userPools: room('x.pools').with(),
    stateMachines: room('x.machines').with(),
  } as unknown as NonNullable<OverviewBasis['rooms']>;
  const arn = arnOf('search');
  const facts = {
    'x.rest': [
      row(
        { id: 'r1', name: 'old-api' },
        {
          methods: [
            { path: '/things', httpMethod: 'GET', authorizationType: 'AWS_IAM', integration: { FunctionArn: arn } },
          ],
          authorizers: [],
        },
      ),
    ],
    'x.http': [
      row(
        { ApiId: 'h1', Name: 'lodge-http' },
        {
          routes: [{ RouteKey: 'POST /payments', IntegrationId: 'i1', AuthorizationType: 'NONE' }],
          integrations: [{ IntegrationId: 'i1', FunctionArn: `${arn}:live` }],
          authorizers: [{ Name: 'tokens', FunctionArn: arn }],
        },
      ),
    ],
    'x.graphql': [
      row(
        { name: 'gql', authorizerFunctionArns: [] },
        {
          dataSources: [{ name: 'fn', lambdaFunctionArn: arn }],
          resolvers: [{ typeName: 'Query', fieldName: 'find', dataSourceNames: ['fn'] }],
        },
      ),
    ],
    'x.pools': [row({ Id: 'p1', Name: 'guests', LambdaConfig: { PreSignUp: arn } })],
    'x.machines': [row({ name: 'refund', functionArns: [arn] })],
  };

  it('routes, resolvers, user pools and steps are told by name', async () => {
    const policy = [
      permission('apigateway.amazonaws.com', [`arn:aws:execute-api:${home}:${account}:h1/*/*`]),
      permission('cognito-idp.amazonaws.com', [`arn:aws:cognito-idp:${home}:${account}:userpool/p1`]),
    ];
    const one = await search({ ...withDetails({ policy }), ...facts }, { rooms: plugged });
    expect(told(one)).toEqual([
      'api | lodge-http | POST /payments | on | no authorizer',
      'api | lodge-http | authorizer tokens | on',
      'api | old-api | GET /things | on | AWS_IAM',
      'graphql | gql | Query.find | on',
      'state-machine | refund | on',
      'user-pool | guests | pre sign up | on',
    ]);
  });

  it('what a room cannot see is not known, and rooms that are missing are named', async () => {
    const hidden = { ...facts, 'x.pools': { rows: [], gaps: [gap('cognito-idp:ListUserPools')] } };
    const one = await search(hidden, { rooms: plugged });
    expect(one.unseen).toMatchObject([{ what: 'triggers of user pools', actions: ['cognito-idp:ListUserPools'] }]);
    const { overview } = await describeAll(world(everything), { rooms: plugged });
    expect(overview.notLookedAt).toEqual(['retention and size of log groups', 'names of Aurora DSQL clusters']);
  });
});

describe('what a function may do', () => {
  it('is what its role grants', async () => {
    expect((await search()).access).toEqual({
      everything: false,
      places: [{ service: 'dynamodb', kind: 'table', name: 'holds', read: true, write: false, conditional: false }],
    });
  });

  it('is everything for administrators, within their boundary', async () => {
    const managed = (name: string, PolicyDocument: string) =>
      globally({
        Kind: 'managed',
        PolicyName: name,
        Arn: ownPolicy(name).PolicyArn,
        EntityType: null,
        EntityName: null,
        PolicyDocument,
      });
    const policies = [managed('all', grant('*', '*')), managed('limit', grant('s3:GetObject', '*'))];
    const attached = { AttachedManagedPolicies: [ownPolicy('all')] };
    const whole = await search({ 'iam.roles': [globally(role('app', attached))], 'iam.policies': policies });
    expect(whole.access).toEqual({ everything: true, places: [] });
    const limited = role('app', { ...attached, PermissionsBoundaryArn: ownPolicy('limit').PolicyArn });
    const bound = await search({ 'iam.roles': [globally(limited)], 'iam.policies': policies });
    expect(bound.access?.everything).toBe(false);
  });

  it('may be more, or less, by a policy that could not be read', async () => {
    const limited = role('app', {
      PolicyNames: ['data'],
      AttachedManagedPolicies: [ownPolicy('more')],
      PermissionsBoundaryArn: ownPolicy('limit').PolicyArn,
    });
    const hidden = {
      rows: everything['iam.policies'],
      gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })],
    };
    const one = await search({ 'iam.roles': [globally(limited)], 'iam.policies': hidden });
    expect(one.unseen.map(({ what }) => what)).toEqual(['more, by the policy more', 'less, by its boundary limit']);
    expect(one.access?.places).toHaveLength(1);
  });

  it('is not known without its role', async () => {
    const hidden = { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails', { region: 'global' })] };
    expect(await search({ 'iam.roles': hidden })).toMatchObject({
      access: null,
      unseen: [{ field: 'may read and write' }],
    });
    expect(await search({ 'iam.roles': [] })).toMatchObject({
      access: null,
      unseen: [{ message: expect.stringContaining('there is no role') }],
    });
    const broken = await search({ 'iam.policies': [inline('{"Statement": [{}]}')] });
    expect(broken).toMatchObject({ access: null, unseen: [{ field: 'may read and write', actions: [] }] });
  });
});

describe('what else is told of a function', () => {
  it('its group: app, stack or tag, in this order', async () => {
    const groupWith = async (tags: unknown) => {
      const facts = { ...everything, ...withDetails({ tags }), 'amplify.apps': [row({ appId: 'd1', name: 'web' })] };
      return (await describeAll(world(facts))).overview.groups;
    };
    const stack = { 'aws:cloudformation:stack-name': 'lodge', Service: 'x' };
    expect(await groupWith({ ...stack, 'amplify:app-id': 'd1' })).toEqual([{ id: 'app d1', kind: 'app', name: 'web' }]);
    expect(await groupWith({ 'aws:cloudformation:stack-name': 'amplify-d1-main' })).toMatchObject([{ kind: 'app' }]);
    expect(await groupWith({ 'amplify:app-id': 'd9' })).toEqual([{ id: 'app d9', kind: 'app', name: 'd9' }]);
    expect(await groupWith(stack)).toEqual([{ id: 'stack lodge', kind: 'stack', name: 'lodge' }]);
    expect(await groupWith({ Service: 'x', team: 'y' })).toEqual([
      { id: 'tag service=x', kind: 'tag', name: 'service=x' },
    ]);
    expect(await groupWith({})).toMatchObject([{ kind: 'none' }]);
    expect(await groupWith(gap('lambda:ListTags'))).toMatchObject([{ kind: 'unknown' }]);
  });

  it('its use and its money, where prices are known', async () => {
    const price = ({ units }: { units: number }) => ({ usd: units, provenance: 'list-price' as const });
    const one = await search({}, { price });
    expect(one.use).toMatchObject({ calls: 310, errors: 0 });
    // 31 days of 2 s at 1 GB, and a price for each of the calls.
    expect(one.money?.usd).toBeCloseTo(62 + 310, 5);
    expect((await search()).money).toBeNull();
    const hidden = await search(withDetails({ use: gap('cloudwatch:GetMetricData') }), { price });
    expect(hidden).toMatchObject({ use: null, money: null, unseen: [{ field: '30 days' }, { field: 'money' }] });
  });

  it('its log group, also where there is none or nobody could look', async () => {
    const group = row({ logGroupName: '/aws/lambda/search', retentionInDays: 30, storedBytes: 5 });
    expect((await search({ 'logs.logGroups': [group] })).logs.found).toEqual({ exists: true, retention: 30, bytes: 5 });
    expect((await search()).logs.found).toMatchObject({ exists: false });
    const hidden = await search({ 'logs.logGroups': { rows: [], gaps: [gap('logs:DescribeLogGroups')] } });
    expect(hidden).toMatchObject({ logs: { group: '/aws/lambda/search' }, unseen: [{ field: 'logs' }] });
    expect(hidden.logs.found).toBeUndefined();
  });

  it('alarms on it, those of metric math included', async () => {
    const alarm = (AlarmName: string, more: object) =>
      row({ AlarmName, StateValue: 'OK', Namespace: null, MetricName: null, Dimensions: {}, Metrics: [], ...more });
    const Metric = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: { FunctionName: 'search' } };
    const alarms = [
      alarm('single', Metric),
      alarm('math', { Metrics: [{ MetricStat: { Metric } }] }),
      alarm('other', { ...Metric, Dimensions: { FunctionName: 'other' } }),
      alarm('queue', { ...Metric, Namespace: 'AWS/SQS' }),
    ];
    expect((await search({ 'cloudwatch.alarms': alarms })).alarms.map(({ name }) => name)).toEqual(['math', 'single']);
  });

  it('open findings about it, its aliases and its log', async () => {
    const finding = (arn: string, rule: string, more: Partial<Finding> = {}): Finding => ({
      rule,
      verdict: 'FAIL',
      severity: 'low',
      category: 'cost',
      service: 'lambda',
      message: '',
      evidence: [],
      resource: { id: 'x', arn, region: home, type: 'X' },
      ...more,
    });
    const findings = [
      finding(arnOf('search'), 'a'),
      finding(`${arnOf('search')}:live`, 'b', { severity: 'high' }),
      finding(`arn:aws:logs:${home}:${account}:log-group:/aws/lambda/search`, 'c'),
      finding(arnOf('search'), 'd', { verdict: 'PASS' }),
      finding(arnOf('other'), 'e'),
    ];
    expect((await search({}, { findings })).findings.map(({ rule }) => rule)).toEqual(['b', 'a', 'c']);
  });

  it('what people wrote; words without a function are kept', async () => {
    const words = new Map([
      ['search', { purpose: 'finds' }],
      ['gone', { note: 'was here' }],
    ]);
    const { overview } = await describeAll(world(everything), { words });
    expect(overview.microservices[0]?.words).toEqual({ purpose: 'finds' });
    expect(overview.lost).toEqual([{ name: 'gone', words: { note: 'was here' } }]);
  });
});

describe('what could not be seen', () => {
  it('functions of a region that could not be listed are told, and each cause is one gap', async () => {
    const functions = {
      rows: [functionRow('search', seen)],
      gaps: [gap('lambda:ListFunctions', { region: 'us-east-1' })],
    };
    const { overview, gaps } = await describeAll(world({ ...everything, 'lambda.functions': functions }));
    expect(overview.unlisted).toMatchObject([{ region: 'us-east-1', actions: ['lambda:ListFunctions'] }]);
    expect(gaps.map(({ api }) => api)).toEqual(['lambda:ListFunctions']);
  });

  it('facts of another version make an overview of gaps, not an error', async () => {
    const { overview } = await describeAll(world({}));
    expect(overview).toMatchObject({ microservices: [], unlisted: [{ region: home }, { region: 'us-east-1' }] });
  });

  it('hiding any collection never turns something seen into none', async () => {
    const facts = { ...everything, 'eventbridge.rules': [ruleRow('often', arnOf('search'))] };
    const before = (await describeAll(world(facts))).overview.microservices[0]!;
    for (const id of Object.keys(facts)) {
      const { overview } = await describeAll(
        world({
          ...facts,
          [id]: { rows: [], gaps: [gap('x:Hidden', { region: home }), gap('x:Hidden', { region: 'global' })] },
        }),
      );
      const [after] = overview.microservices;
      if (!after) expect(overview.unlisted).not.toEqual([]);
      else if (JSON.stringify(after) !== JSON.stringify(before)) expect(after.unseen, id).not.toEqual([]);
    }
  });
});
