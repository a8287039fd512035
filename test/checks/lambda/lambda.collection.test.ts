import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { aliases } from '../../../src/checks/lambda/aliases.js';
import { functions } from '../../../src/checks/lambda/functions.js';
import { provisioned } from '../../../src/checks/lambda/provisioned.js';
import { versions } from '../../../src/checks/lambda/versions.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectNeeds, collectOne } from '../../support/collect.js';

const arn = (name: string) => `arn:aws:lambda:eu-north-1:123456789012:function:${name}`;
const made = (FunctionName: string, more: object = {}) => ({
  FunctionName,
  FunctionArn: arn(FunctionName),
  Runtime: 'python3.13',
  MemorySize: 512,
  LastModified: '2025-03-01T08:00:00.000+0000',
  ...more,
});
const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const missing = () => {
  throw new StubError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
};
const marker = { takes: 'Marker', gives: 'NextMarker' };

let stub: Stub;
const list = (...found: object[]) => stub.on('lambda:ListFunctions', () => ({ Functions: found }));
const detailOf = async (name: string) => {
  const { rows } = await collectOne(functions, { port: stub.port, details: [name] });
  const outcome = rows[0]?.details[name];
  return outcome?.ok ? outcome.value : outcome?.gap;
};

describeWithMoto('the collections of Lambda', () => {
  let server: Moto;
  beforeAll(async () => {
    server = await moto();
    await server.reset();
    stub = await startStub({ upstream: server.port });
  });
  beforeEach(() => {
    stub.clear();
  });
  afterAll(() => stub.stop());

  it('bring nothing from a region without functions, for one call', async () => {
    const needs = [
      functions.with('tags', 'eventSourceMappings', 'recommendation'),
      aliases.with(),
      versions.with(),
      provisioned.with('scheduledActions'),
    ];
    const { calls, collections } = await collectNeeds(needs, { port: stub.port });
    expect(Object.values(collections)).toEqual(needs.map(() => ({ rows: [], gaps: [] })));
    expect(calls).toEqual({ 'lambda:ListFunctions': 1 });
  });

  it('reads every page, and of environment variables the names alone', async () => {
    const full = made('search', {
      Role: 'arn:aws:iam::123456789012:role/search',
      Architectures: ['arm64'],
      Environment: { Variables: { TOKEN: 'very-secret', API: 'https://api.example' } },
      VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      LoggingConfig: { LogGroup: '/aws/lambda/search' },
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-north-1:123456789012:failed' },
      TracingConfig: { Mode: 'Active' },
    });
    const image = {
      ...made('image', { PackageType: 'Image', VpcConfig: { VpcId: '', SubnetIds: [] } }),
      Runtime: undefined,
    };
    stub.on('lambda:ListFunctions', pages({ Functions: [full, image] }, { size: 1, ...marker }));
    const { rows, calls } = await collectOne(functions, { port: stub.port });
    expect(rows.map(row => row.item)).toMatchObject([
      {
        FunctionName: 'search',
        EnvironmentNames: ['API', 'TOKEN'],
        LastModified: '2025-03-01T08:00:00.000Z',
        VpcConfig: { VpcId: 'vpc-1' },
        LoggingConfig: { LogGroup: '/aws/lambda/search' },
        DeadLetterConfig: { TargetArn: 'arn:aws:sqs:eu-north-1:123456789012:failed' },
        TracingConfig: { Mode: 'Active' },
      },
      { FunctionName: 'image', Runtime: null, VpcConfig: null, Architectures: ['x86_64'], PackageType: 'Image' },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/very-secret|api\.example/);
    expect(calls).toEqual({ 'lambda:ListFunctions': 2 });
  });

  it('tells who may call a function, and null where it has no policy', async () => {
    list(made('search'));
    const Statement = [
      {
        Sid: 's3',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Condition: {
          StringEquals: { 'AWS:SourceAccount': '123456789012' },
          ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::media' },
        },
      },
      { Effect: 'Allow', Principal: '*', Action: ['lambda:InvokeFunctionUrl'] },
    ];
    stub.on('lambda:GetPolicy', () => ({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }));
    expect(await detailOf('policy')).toEqual([
      {
        Sid: 's3',
        Effect: 'Allow',
        Principals: ['s3.amazonaws.com'],
        Actions: ['lambda:InvokeFunction'],
        SourceArns: ['arn:aws:s3:::media'],
        SourceAccounts: ['123456789012'],
      },
      {
        Sid: '',
        Effect: 'Allow',
        Principals: ['*'],
        Actions: ['lambda:InvokeFunctionUrl'],
        SourceArns: [],
        SourceAccounts: [],
      },
    ]);
    stub.on('lambda:GetPolicy', missing);
    expect(await detailOf('policy')).toBeNull();
    stub.on('lambda:GetPolicy', denied);
    expect(await detailOf('policy')).toMatchObject({ reason: 'denied', actions: ['lambda:GetPolicy'] });
  });

  it('tells tags, URLs and reserved concurrency', async () => {
    list(made('search'));
    stub.on('lambda:ListTags', ({ Resource }: { Resource: string }) => ({ Tags: { of: Resource } }));
    expect(await detailOf('tags')).toEqual({ of: arn('search') });
    const url = {
      FunctionUrl: 'https://x.lambda-url.eu-north-1.on.aws/',
      AuthType: 'NONE',
      FunctionArn: arn('search'),
    };
    const config = { ...url, CreationTime: '2026-01-01T00:00:00Z', LastModifiedTime: '2026-01-01T00:00:00Z' };
    stub.on('lambda:ListFunctionUrlConfigs', pages({ FunctionUrlConfigs: [config, config] }, { size: 1, ...marker }));
    expect(await detailOf('urlConfigs')).toEqual([url, url]);
    stub.on('lambda:GetFunctionConcurrency', () => ({}));
    expect(await detailOf('reservedConcurrency')).toBeNull();
    stub.on('lambda:GetFunctionConcurrency', () => ({ ReservedConcurrentExecutions: 0 }));
    expect(await detailOf('reservedConcurrency')).toBe(0);
  });

  it('asks for event source mappings once a region, and gives each function its own', async () => {
    list(made('mail'), made('search'));
    const mapping = (UUID: string, FunctionArn: string) => ({
      UUID,
      FunctionArn,
      EventSourceArn: `arn:aws:sqs:eu-north-1:123456789012:${UUID}`,
      State: 'Enabled',
      LastModified: new Date('2026-01-01T00:00:00Z'),
    });
    const all = [mapping('q1', arn('mail')), mapping('q2', `${arn('mail')}:live`), mapping('q3', arn('gone'))];
    stub.on('lambda:ListEventSourceMappings', pages({ EventSourceMappings: all }, { size: 2, ...marker }));
    const { rows, calls } = await collectOne(functions, { port: stub.port, details: ['eventSourceMappings'] });
    expect(rows.map(row => row.details['eventSourceMappings'])).toMatchObject([
      {
        ok: true,
        value: [
          { UUID: 'q1', State: 'Enabled' },
          { UUID: 'q2', FunctionArn: `${arn('mail')}:live` },
        ],
      },
      { ok: true, value: [] },
    ]);
    expect(calls).toMatchObject({ 'lambda:ListEventSourceMappings': 2 });
  });

  it('takes "not enrolled" for an answer, and a denial for none', async () => {
    list(made('search'), made('mail'));
    const found = { functionArn: `${arn('search')}:$LATEST`, functionVersion: '$LATEST', finding: 'NotOptimized' };
    const advice = {
      ...found,
      findingReasonCodes: ['MemoryOverprovisioned'],
      currentMemorySize: 512,
      memorySizeRecommendationOptions: [
        { rank: 2, memorySize: 256 },
        { rank: 1, memorySize: 128 },
      ],
    };
    const ofVersion = { ...advice, functionVersion: '3', finding: 'Optimized' };
    stub.on(
      'compute-optimizer:GetLambdaFunctionRecommendations',
      pages({ lambdaFunctionRecommendations: [advice, ofVersion] }, { size: 1, takes: 'nextToken' }),
    );
    expect(await detailOf('recommendation')).toMatchObject({
      Enrolled: true,
      Finding: { finding: 'NotOptimized', recommendedMemorySize: 128 },
    });
    stub.on('compute-optimizer:GetLambdaFunctionRecommendations', () => ({ lambdaFunctionRecommendations: [] }));
    expect(await detailOf('recommendation')).toEqual({ Enrolled: true, Finding: null });
    stub.on('compute-optimizer:GetLambdaFunctionRecommendations', () => {
      throw new StubError('OptInRequiredException', 'The account is not enrolled in Compute Optimizer.');
    });
    expect(await detailOf('recommendation')).toEqual({ Enrolled: false, Finding: null });
    stub.on('compute-optimizer:GetLambdaFunctionRecommendations', denied);
    expect(await detailOf('recommendation')).toMatchObject({ reason: 'denied' });
  });

  it('lists published versions of Python and .NET alone, aliases of all, and asks for functions once', async () => {
    list(made('search'), made('api', { Runtime: 'nodejs22.x' }));
    const version = (Version: string) => ({
      ...made('search'),
      FunctionArn: `${arn('search')}:${Version}`,
      Version,
      SnapStart: { ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' },
    });
    stub.on(
      'lambda:ListVersionsByFunction',
      pages({ Versions: ['$LATEST', '1', '2'].map(version) }, { size: 2, ...marker }),
    );
    stub.on('lambda:ListAliases', ({ FunctionName }: { FunctionName: string }) => ({
      Aliases: [
        {
          AliasArn: `${arn(FunctionName)}:live`,
          Name: 'live',
          FunctionVersion: '1',
          RoutingConfig: { AdditionalVersionWeights: { '2': 0.1 } },
        },
      ],
    }));
    const { calls, collections } = await collectNeeds([versions.with(), aliases.with()], { port: stub.port });
    expect(collections['lambda.versions']?.rows.map(row => row.item)).toMatchObject([
      { Version: '1', SnapStart: { OptimizationStatus: 'On' }, LastModified: '2025-03-01T08:00:00.000Z' },
      { Version: '2' },
    ]);
    expect(collections['lambda.aliases']?.rows.map(row => row.item)).toMatchObject([
      { FunctionName: 'search', AdditionalVersionWeights: { '2': 0.1 } },
      { FunctionName: 'api' },
    ]);
    expect(calls).toEqual({
      'lambda:ListFunctions': 1,
      'lambda:ListVersionsByFunction': 2,
      'lambda:ListAliases': 2,
    });
  });

  it('tells what is kept warm, of which version, and what a schedule sets', async () => {
    list(made('search'));
    const config = {
      FunctionArn: `${arn('search')}:live`,
      RequestedProvisionedConcurrentExecutions: 5,
      AllocatedProvisionedConcurrentExecutions: 4,
      Status: 'IN_PROGRESS',
      LastModified: '2026-03-01T08:00:00+0000',
    };
    stub.on(
      'lambda:ListProvisionedConcurrencyConfigs',
      pages(
        { ProvisionedConcurrencyConfigs: [config, { ...config, FunctionArn: `${arn('search')}:7` }] },
        { size: 1, ...marker },
      ),
    );
    stub.on('lambda:GetFunctionConfiguration', (input: { Qualifier: string }) => ({
      ...made('search'),
      MemorySize: input.Qualifier === 'live' ? 2048 : 256,
      Architectures: ['arm64'],
    }));
    stub.on('application-autoscaling:DescribeScheduledActions', () => ({
      ScheduledActions: [
        {
          ScheduledActionName: 'morning',
          ScheduledActionARN: 'arn:x',
          ServiceNamespace: 'lambda',
          Schedule: 'cron(0 6 * * ? *)',
          ResourceId: 'function:search:live',
          CreationTime: new Date('2026-01-01T00:00:00Z'),
        },
      ],
    }));
    const details = ['configuration', 'scheduledActions'];
    const { rows } = await collectOne(provisioned, { port: stub.port, details });
    expect(rows).toMatchObject([
      {
        item: { FunctionName: 'search', Qualifier: 'live', LastModified: '2026-03-01T08:00:00.000Z' },
        details: { configuration: { value: { MemorySize: 2048 } }, scheduledActions: { value: ['morning'] } },
      },
      {
        item: { Qualifier: '7' },
        details: { configuration: { value: { MemorySize: 256 } }, scheduledActions: { value: [] } },
      },
    ]);
  });

  it.each([
    ['lambda:ListAliases', aliases],
    ['lambda:ListVersionsByFunction', versions],
    ['lambda:ListProvisionedConcurrencyConfigs', provisioned],
  ])('%s refused for one function leaves a gap of that function', async (operation, collection) => {
    list(made('search'));
    stub.on(operation, denied);
    const { gaps, rows } = await collectOne(collection, { port: stub.port });
    expect(rows).toEqual([]);
    expect(gaps).toMatchObject([{ reason: 'denied', api: operation, resource: 'search' }]);
  });

  it('says what was denied, by its IAM action', async () => {
    stub.on('lambda:ListFunctions', denied);
    for (const one of [functions, aliases, versions, provisioned]) {
      expect((await collectOne(one, { port: stub.port })).gaps).toMatchObject([
        { reason: 'denied', api: 'lambda:ListFunctions', actions: ['lambda:ListFunctions'] },
      ]);
    }
  });
});
