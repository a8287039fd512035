import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutConfigRuleCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aggregators } from '../../../src/checks/config/aggregators.js';
import { recorders } from '../../../src/checks/config/recorders.js';
import { recordedTypes } from '../../../src/checks/config/recorded-types.js';
import { type RuleResults, rules } from '../../../src/checks/config/rules.js';
import type { Outcome } from '../../../src/core/types.js';
import { describeWithMoto, type Moto, moto } from '../../server/moto.js';
import { pages } from '../../server/pages.js';
import { clients } from '../../server/redirect.js';
import { type Stub, StubError, startStub } from '../../server/stub.js';
import { collectOne } from '../../support/collect.js';

const denied = () => {
  throw new StubError('AccessDeniedException', 'User: x is not authorized to perform this');
};
const token = { takes: 'NextToken' };
const region = 'eu-north-1';

describeWithMoto('the collections of AWS Config', () => {
  let server: Moto;
  let stub: Stub;
  let client: ConfigServiceClient;
  beforeAll(async () => {
    server = await moto();
    stub = await startStub({ upstream: server.port });
    client = (await clients(server.port, region))(ConfigServiceClient);
  });
  beforeEach(async () => {
    stub.clear();
    await server.reset();
  });
  afterAll(() => stub.stop());

  const detailOf = (rows: readonly { details: Record<string, Outcome> }[], name: string): unknown => {
    const outcome = rows[0]?.details[name];
    return outcome?.ok ? outcome.value : outcome;
  };

  it('brings nothing where AWS Config is off, at the cost of three calls', async () => {
    const details = Object.keys(recordedTypes.details);
    const types = await collectOne(recordedTypes, { port: stub.port, details });
    // The one call is that of the recorders.
    expect([types.rows, types.gaps, types.calls]).toEqual([[], [], { 'config:DescribeConfigurationRecorders': 1 }]);
    const found = [
      await collectOne(recorders, { port: stub.port, details: Object.keys(recorders.details) }),
      await collectOne(rules, { port: stub.port, details: Object.keys(rules.details) }),
      await collectOne(aggregators, { port: stub.port }),
    ];
    for (const { rows, gaps } of found) expect([rows, gaps]).toEqual([[], []]);
    expect(found.flatMap(({ calls }) => Object.values(calls))).toEqual([1, 1, 1]);
  });

  it('reads a recorder, its status and where it delivers', async () => {
    const roleARN = `arn:aws:iam::${server.accountId}:role/config`;
    const recordingGroup = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };
    await client.send(
      new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: 'default', roleARN, recordingGroup } }),
    );
    const details = ['status', 'delivery'];
    const before = await collectOne(recorders, { port: stub.port, details });
    expect(before.rows[0]?.item).toMatchObject({
      name: 'default',
      roleARN,
      servicePrincipal: null,
      connectorArn: null,
      recordingGroup: { allSupported: false, resourceTypes: ['AWS::S3::Bucket'], excludedResourceTypes: [] },
    });
    expect(detailOf(before.rows, 'status')).toMatchObject({ recording: false });
    expect(detailOf(before.rows, 'delivery')).toBeNull();
    expect(before.calls).not.toHaveProperty('config:DescribeDeliveryChannelStatus');

    await client.send(
      new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'config-history' } }),
    );
    await client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
    const bad = { lastStatus: 'FAILURE', lastErrorCode: 'NoSuchBucket', lastErrorMessage: 'chosen by somebody' };
    stub.on('config:DescribeDeliveryChannelStatus', () => ({
      DeliveryChannelsStatus: [{ name: 'default', configHistoryDeliveryInfo: bad }],
    }));
    const after = await collectOne(recorders, { port: stub.port, details });
    expect(detailOf(after.rows, 'status')).toMatchObject({ recording: true, lastErrorCode: null });
    expect(detailOf(after.rows, 'delivery')).toEqual({
      name: 'default',
      s3BucketName: 'config-history',
      snsTopicARN: null,
      configHistoryDeliveryInfo: { lastStatus: 'FAILURE', lastErrorCode: 'NoSuchBucket' },
      configSnapshotDeliveryInfo: null,
      configStreamDeliveryInfo: null,
    });
  });

  it('tells what marks the recorder of an AWS service, and what is left out', async () => {
    stub.on('config:DescribeConfigurationRecorders', () => ({
      ConfigurationRecorders: [
        {
          name: 'AWSConfigurationRecorderForSecurityHub',
          servicePrincipal: 'securityhub.amazonaws.com',
          recordingScope: 'INTERNAL',
        },
        {
          name: 'default',
          recordingGroup: {
            allSupported: false,
            exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::Volume'] },
            recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
          },
        },
      ],
    }));
    stub.on('config:DescribeConfigurationRecorderStatus', () => ({ ConfigurationRecordersStatus: [] }));
    const { rows } = await collectOne(recorders, { port: stub.port, details: ['status'] });
    expect(rows.map(({ item }) => item)).toMatchObject([
      { servicePrincipal: 'securityhub.amazonaws.com', recordingScope: 'INTERNAL', recordingGroup: null },
      { recordingGroup: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES', excludedResourceTypes: ['AWS::EC2::Volume'] } },
    ]);
    expect(detailOf(rows, 'status')).toBeNull();
  });

  it('tells what is recorded how often, and what sets a rule off', async () => {
    stub.on('config:DescribeConfigurationRecorders', () => ({
      ConfigurationRecorders: [
        {
          name: 'default',
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
          recordingMode: {
            recordingFrequency: 'CONTINUOUS',
            recordingModeOverrides: [
              { description: 'mine', resourceTypes: ['AWS::EC2::Volume'], recordingFrequency: 'DAILY' },
            ],
          },
        },
      ],
    }));
    const { rows } = await collectOne(recorders, { port: stub.port });
    expect(rows[0]?.item).toMatchObject({
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingMode: {
        recordingFrequency: 'CONTINUOUS',
        recordingModeOverrides: [{ resourceTypes: ['AWS::EC2::Volume'], recordingFrequency: 'DAILY' }],
      },
    });
    const Source = { Owner: 'AWS', SourceIdentifier: 'X' };
    const Scope = { ComplianceResourceTypes: ['AWS::S3::Bucket', 'AWS::EC2::Volume'], TagKey: 'team' };
    stub.on('config:DescribeConfigRules', () => ({
      ConfigRules: [
        { ConfigRuleName: 'a', Source, Scope, MaximumExecutionFrequency: 'One_Hour' },
        { ConfigRuleName: 'b', Source },
      ],
    }));
    expect((await collectOne(rules, { port: stub.port })).rows.map(({ item }) => item)).toMatchObject([
      {
        MaximumExecutionFrequency: 'One_Hour',
        Scope: {
          ComplianceResourceTypes: ['AWS::EC2::Volume', 'AWS::S3::Bucket'],
          ComplianceResourceId: null,
          TagKey: 'team',
          TagValue: null,
        },
      },
      { MaximumExecutionFrequency: null, Scope: null },
    ]);
  });

  describe('what has been recorded', () => {
    const own = () =>
      stub.on('config:DescribeConfigurationRecorders', () => ({ ConfigurationRecorders: [{ name: 'x' }] }));
    const counts = Array.from({ length: 30 }, (_, at) => ({ resourceType: `AWS::X::T${at}`, count: at }));

    it('is every page of counts, with the types that come and go, and nothing for the recorder of a service', async () => {
      own();
      stub.on(
        'config:GetDiscoveredResourceCounts',
        pages(
          { resourceCounts: [...counts, { resourceType: 'AWS::EC2::Volume', count: 7 }] },
          { size: 20, takes: 'nextToken' },
        ),
      );
      const { rows, calls } = await collectOne(recordedTypes, { port: stub.port });
      const found = Object.fromEntries(rows.map(({ item }) => [item['resourceType'], item['count']]));
      expect(found).toMatchObject({ 'AWS::X::T29': 29, 'AWS::EC2::Volume': 7, 'AWS::EC2::NetworkInterface': 0 });
      expect(calls['config:GetDiscoveredResourceCounts']).toBe(2);
      stub.on('config:DescribeConfigurationRecorders', () => ({
        ConfigurationRecorders: [{ name: 'hub', servicePrincipal: 'securityhub.amazonaws.com' }],
      }));
      expect((await collectOne(recordedTypes, { port: stub.port })).rows).toEqual([]);
    });

    it('is asked of rules twenty types a call, and of CloudWatch type by type', async () => {
      own();
      stub.on('config:GetDiscoveredResourceCounts', () => ({ resourceCounts: counts }));
      stub.on('config:GetComplianceSummaryByResourceType', ({ ResourceTypes }: { ResourceTypes: string[] }) => ({
        ComplianceSummariesByResourceType: ResourceTypes.filter(type => type !== 'AWS::X::T3').map(ResourceType => ({
          ResourceType,
          ComplianceSummary: {
            CompliantResourceCount: { CappedCount: ResourceType === 'AWS::X::T1' ? 1 : 0 },
            NonCompliantResourceCount: { CappedCount: ResourceType === 'AWS::X::T2' ? 1 : 0 },
          },
        })),
      }));
      interface Query {
        Id: string;
        MetricStat: {
          Metric: { Namespace: string; MetricName: string; Dimensions: { Name: string; Value: string }[] };
        };
      }
      const asked: Query['MetricStat']['Metric'][] = [];
      stub.on('cloudwatch:GetMetricData', ({ MetricDataQueries }: { MetricDataQueries: Query[] }) => {
        asked.push(...MetricDataQueries.map(({ MetricStat }) => MetricStat.Metric));
        return { MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, StatusCode: 'Complete' })) };
      });
      const { rows, calls } = await collectOne(recordedTypes, { port: stub.port, details: ['use', 'evaluated'] });
      const evaluated = rows.filter(({ details }) => details['evaluated']?.ok && details['evaluated'].value === true);
      expect(evaluated.map(({ item }) => item['resourceType'])).toEqual(['AWS::X::T1', 'AWS::X::T2']);
      expect(calls).toMatchObject({ 'config:GetComplianceSummaryByResourceType': 2, 'cloudwatch:GetMetricData': 1 });
      expect(asked).toContainEqual({
        Namespace: 'AWS/Config',
        MetricName: 'ConfigurationItemsRecorded',
        Dimensions: [{ Name: 'ResourceType', Value: 'AWS::X::T29' }],
      });
    });

    it.each([
      ['config:GetDiscoveredResourceCounts', []],
      ['config:GetComplianceSummaryByResourceType', ['evaluated']],
      ['cloudwatch:GetMetricData', ['use']],
    ])('tells that %s was denied', async (api, details) => {
      own();
      stub.on('config:GetDiscoveredResourceCounts', () => ({ resourceCounts: counts }));
      stub.on(api, denied);
      const { rows, gaps } = await collectOne(recordedTypes, { port: stub.port, details });
      const [name] = details;
      const gap = name === undefined ? gaps[0] : (rows[0]?.details[name] as { gap?: object } | undefined)?.gap;
      expect(gap).toMatchObject({ reason: 'denied', actions: [api] });
    });
  });

  it('reads every page of aggregators', async () => {
    const aggregator = (name: string, more: object) => ({
      ConfigurationAggregatorName: name,
      ConfigurationAggregatorArn: `arn:aws:config:${region}:${server.accountId}:config-aggregator/${name}`,
      ...more,
    });
    const list = [
      aggregator('organization', { OrganizationAggregationSource: { RoleArn: 'r', AllAwsRegions: true } }),
      aggregator('single', {
        AccountAggregationSources: [{ AccountIds: ['444455556666'], AllAwsRegions: true }],
        AggregatorFilters: { ResourceType: { Type: 'INCLUDE', Value: ['AWS::S3::Bucket'] } },
      }),
    ];
    stub.on(
      'config:DescribeConfigurationAggregators',
      pages({ ConfigurationAggregators: list }, { size: 1, ...token }),
    );
    const { rows, calls } = await collectOne(aggregators, { port: stub.port });
    expect(rows.map(({ item }) => item)).toMatchObject([
      { OrganizationAggregationSource: { AllAwsRegions: true, AwsRegions: [] }, Filtered: false, CreatedBy: null },
      { ConfigurationAggregatorName: 'single', OrganizationAggregationSource: null, Filtered: true },
    ]);
    expect(calls).toEqual({ 'config:DescribeConfigurationAggregators': 2 });
  });

  it('reads rules from a real server', async () => {
    const Source = { Owner: 'AWS' as const, SourceIdentifier: 'IAM_PASSWORD_POLICY' };
    const ConfigRule = { ConfigRuleName: 'passwords', Source, InputParameters: '{"MinimumPasswordLength":"14"}' };
    await client.send(
      new PutConfigurationRecorderCommand({
        ConfigurationRecorder: { name: 'default', roleARN: `arn:aws:iam::${server.accountId}:role/config` },
      }),
    );
    await client.send(new PutConfigRuleCommand({ ConfigRule }));
    expect((await collectOne(rules, { port: stub.port })).rows.map(({ item }) => item)).toMatchObject([
      { ConfigRuleName: 'passwords', Source, ConfigRuleState: 'ACTIVE', CreatedBy: null },
    ]);
  });

  const seedRules = (types: Record<string, string>, results: Record<string, number>) => {
    const identifiers: Record<string, string> = { keys: 'ACCESS_KEYS_ROTATED', root: 'ROOT_ACCOUNT_MFA_ENABLED' };
    const listed = Object.keys(types).map(name => ({
      ConfigRuleName: name,
      ConfigRuleArn: `arn:aws:config:${region}:${server.accountId}:config-rule/${name}`,
      ConfigRuleState: 'ACTIVE',
      Source: { Owner: 'AWS', SourceIdentifier: identifiers[name] ?? 'S3_BUCKET_LOGGING_ENABLED' },
    }));
    stub.on('config:DescribeConfigRules', pages({ ConfigRules: listed }, { size: 2, ...token }));
    const compliances = Object.entries(types).map(([ConfigRuleName, ComplianceType]) => ({
      ConfigRuleName,
      Compliance: { ComplianceType, ComplianceContributorCount: { CappedCount: 25, CapExceeded: true } },
    }));
    stub.on(
      'config:DescribeComplianceByConfigRule',
      pages({ ComplianceByConfigRules: compliances }, { size: 2, ...token }),
    );
    const asked: [name: string, types: string[], limit: number][] = [];
    stub.on(
      'config:GetComplianceDetailsByConfigRule',
      (input: { ConfigRuleName: string; ComplianceTypes: string[]; Limit: number; NextToken?: string }) => {
        if (!input.NextToken) asked.push([input.ConfigRuleName, input.ComplianceTypes, input.Limit]);
        const count = results[input.ConfigRuleName];
        if (count === undefined) throw new StubError('NoSuchConfigRuleException', 'The rule was deleted');
        const EvaluationResults = Array.from({ length: count }, (_, id) => ({
          EvaluationResultIdentifier: {
            EvaluationResultQualifier: {
              ConfigRuleName: input.ConfigRuleName,
              ResourceType: 'AWS::IAM::User',
              ResourceId: `u-${id}`,
              EvaluationMode: id === 9 ? 'PROACTIVE' : 'DETECTIVE',
            },
          },
          ComplianceType: input.ComplianceTypes[0],
          ResultRecordedTime: new Date('2026-11-20T08:00:00Z'),
          Annotation: 'y'.repeat(400),
          ResultToken: 'not to be kept',
        }));
        return pages({ EvaluationResults }, { size: 2, ...token })(input as never, { region, account: '' });
      },
    );
    return asked;
  };
  const resultsOf = async (options: object = {}) => {
    const details = ['compliance', 'results'];
    const { rows, calls } = await collectOne(rules, { port: stub.port, details, ...options });
    const values = rows.map(({ item, details: { results } }): [unknown, RuleResults | undefined] => [
      item['ConfigRuleName'],
      results?.ok ? (results.value as RuleResults) : undefined,
    ]);
    return { rows, calls, results: Object.fromEntries(values) as Record<string, RuleResults | undefined> };
  };

  it('asks for what is not compliant of every rule, and for what is of rules that ask the same as ours', async () => {
    const asked = seedRules(
      {
        fine: 'COMPLIANT',
        root: 'COMPLIANT',
        bad: 'NON_COMPLIANT',
        keys: 'NON_COMPLIANT',
        fresh: 'INSUFFICIENT_DATA',
        gone: 'NON_COMPLIANT',
        'securityhub-keys': 'NON_COMPLIANT',
      },
      { root: 1, bad: 3, keys: 10 },
    );
    const { rows, calls, results } = await resultsOf();
    expect(asked).toEqual([
      ['bad', ['NON_COMPLIANT'], 100],
      ['keys', ['NON_COMPLIANT', 'COMPLIANT'], 100],
      ['gone', ['NON_COMPLIANT'], 100],
      ['root', ['COMPLIANT'], 100],
    ]);
    // One listing for both details.
    expect(calls['config:DescribeComplianceByConfigRule']).toBe(4);
    expect(detailOf(rows, 'compliance')).toEqual({ ComplianceType: 'COMPLIANT', CappedCount: 25, CapExceeded: true });
    const none = { Findings: [], Truncated: false, Total: 0 };
    expect([results['fine'], results['fresh'], results['gone'], results['securityhub-keys']]).toEqual(
      Array.from({ length: 4 }, () => none),
    );
    expect(results['bad']).toMatchObject({ Truncated: false, Total: 3 });
    // Evaluations of what somebody thinks of making are no results.
    expect(results['keys']?.Total).toBe(9);
    expect(results['root']?.Findings).toEqual([
      {
        ResourceType: 'AWS::IAM::User',
        ResourceId: 'u-0',
        ComplianceType: 'COMPLIANT',
        ResultRecordedTime: '2026-11-20T08:00:00.000Z',
        Annotation: 'y'.repeat(300),
      },
    ]);
  });

  it('shares the bound among the rules, open results first, and says what was cut', async () => {
    const asked = seedRules(
      { root: 'COMPLIANT', bad: 'NON_COMPLIANT', keys: 'NON_COMPLIANT' },
      { root: 1, bad: 3, keys: 5 },
    );
    const { results } = await resultsOf({ maxDetectorFindings: 5 });
    expect(asked.map(([name]) => name)).toEqual(['bad', 'keys']);
    expect(results['bad']).toMatchObject({ Truncated: false, Total: 3 });
    expect(results['keys']).toMatchObject({ Truncated: true, Total: null, Findings: [{}, {}] });
    expect(results['root']).toEqual({ Findings: [], Truncated: true, Total: null });
  });

  it('says what was denied, by its IAM action', async () => {
    seedRules({ bad: 'NON_COMPLIANT' }, { bad: 1 });
    stub.on('config:GetComplianceDetailsByConfigRule', denied);
    const { rows } = await resultsOf();
    expect(detailOf(rows, 'results')).toMatchObject({
      ok: false,
      gap: { reason: 'denied', actions: ['config:GetComplianceDetailsByConfigRule'] },
    });
    expect(detailOf(rows, 'compliance')).toMatchObject({ ComplianceType: 'NON_COMPLIANT' });
    stub.on('config:DescribeComplianceByConfigRule', denied);
    const blind = await resultsOf();
    for (const name of ['compliance', 'results'])
      expect(detailOf(blind.rows, name)).toMatchObject({ gap: { api: 'config:DescribeComplianceByConfigRule' } });
    stub.on('config:DescribeConfigurationRecorders', () => ({ ConfigurationRecorders: [{ name: 'default' }] }));
    stub.on('config:DescribeConfigurationRecorderStatus', denied);
    stub.on('config:DescribeDeliveryChannels', denied);
    const recorder = await collectOne(recorders, { port: stub.port, details: ['status', 'delivery'] });
    expect(detailOf(recorder.rows, 'status')).toMatchObject({
      gap: { actions: ['config:DescribeConfigurationRecorderStatus'] },
    });
    expect(detailOf(recorder.rows, 'delivery')).toMatchObject({
      gap: { actions: ['config:DescribeDeliveryChannels'] },
    });
    for (const [of, api] of [
      [recorders, 'config:DescribeConfigurationRecorders'],
      [rules, 'config:DescribeConfigRules'],
      [aggregators, 'config:DescribeConfigurationAggregators'],
    ] as const) {
      stub.on(api, denied);
      expect((await collectOne(of, { port: stub.port })).gaps).toMatchObject([{ reason: 'denied', api }]);
    }
  });
});
