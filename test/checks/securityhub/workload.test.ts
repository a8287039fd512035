import { describe, expect, it } from 'vitest';
import { securityHubSystem } from '../../../src/checks/securityhub/system.js';
import { regionHasWorkload } from '../../../src/checks/securityhub/workload.js';
import { observe } from '../../support/system.js';
import { gap, judge, row, world } from '../../support/world.js';
import { defaultTypes, recorderRow, recording, status, typeRow } from '../config/rows.js';
import { configuration, hubRow, product, standard } from './rows.js';

type Facts = Parameters<typeof world>[0];
const place = (more: object = {}) =>
  row(
    { RegionName: 'eu-north-1' },
    { instances: [], dbInstances: [], functions: [], ecsClusters: [], eksClusters: [], ...more },
  );
const bucket = (BucketRegion: string) => row({ Name: 'uploads', BucketRegion }, {}, 'global');
const empty: Facts = {
  'securityhub.hubs': [hubRow()],
  'config.recorders': [recorderRow()],
  'config.recorded-types': defaultTypes(),
  's3.buckets': [],
  'organizations.workloads': [place()],
};
const verdict = async (facts: Facts = {}) => (await judge(regionHasWorkload, world({ ...empty, ...facts })))[0];

describe('securityhub-region-has-workload', () => {
  it('fails where AWS Config records every type and counts only defaults', async () => {
    const found = await verdict();
    expect(found).toMatchObject({ verdict: 'FAIL', cleanUp: { does: 'decide' } });
    expect(found?.fix?.command).toContain(
      'subscription/aws-foundational-security-best-practices/v/1.0.0 --region eu-north-1',
    );
    // How many checks it makes, the bill alone tells.
    expect(found?.saving).toBeUndefined();
  });

  it('passes where it counts something', async () => {
    const types = [...defaultTypes(), typeRow('AWS::DynamoDB::Table', 1)];
    expect(await verdict({ 'config.recorded-types': types })).toMatchObject({
      verdict: 'PASS',
      message: 'the region is in use: AWS::DynamoDB::Table (1)',
    });
  });

  const blind: Facts[] = [
    { 'config.recorders': [] },
    { 'config.recorders': [recorderRow({}, { status: status({ recording: false }) })] },
    { 'config.recorders': [recorderRow({}, { status: status({ lastStatus: 'FAILURE' }) })] },
    { 'config.recorders': [recorderRow({ recordingGroup: recording({ resourceTypes: ['AWS::IAM::Role'] }) })] },
  ];

  it.each(blind)('never calls a region empty that nobody has looked at: %#', async facts => {
    expect(await verdict(facts)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it.each<[string, Facts]>([
    ['bucket', { 's3.buckets': [bucket('eu-north-1')] }],
    ['instance', { 'organizations.workloads': [place({ instances: [{ InstanceId: 'i-1' }] })] }],
    ['database', { 'organizations.workloads': [place({ dbInstances: [{ DBInstanceIdentifier: 'shop' }] })] }],
    ['function', { 'organizations.workloads': [place({ functions: [{ FunctionName: 'f' }] })] }],
    ['cluster', { 'organizations.workloads': [place({ ecsClusters: [{ clusterArn: 'arn' }] })] }],
    ['cluster', { 'organizations.workloads': [place({ eksClusters: [{ name: 'k' }] })] }],
  ])('takes a %s for use where AWS Config does not count', async (what, facts) => {
    expect(await verdict({ ...blind[0], ...facts })).toMatchObject({
      verdict: 'PASS',
      message: expect.stringContaining(`in use: ${what} `) as string,
    });
  });

  it('does not take a bucket of another region, nor one that excluded types may hide, for an answer', async () => {
    expect(await verdict({ ...blind[0], 's3.buckets': [bucket('us-east-1')] })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    const excluding = (type: string) => [
      recorderRow({
        recordingGroup: recording({ useOnly: 'EXCLUSION_BY_RESOURCE_TYPES', excludedResourceTypes: [type] }),
      }),
    ];
    expect(await verdict({ 'config.recorders': excluding('AWS::Lambda::Function') })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    expect(await verdict({ 'config.recorders': excluding('AWS::EC2::Subnet') })).toMatchObject({ verdict: 'FAIL' });
  });

  it.each([
    ['no standard is on', { standards: [] }],
    ['an administrator decides', { membership: { AccountId: '444455556666', MemberStatus: 'Enabled' } }],
    ['policies decide', { organizationConfiguration: configuration(false, 'CENTRAL') }],
  ])('has nothing to say where %s', async (_why, details) => {
    expect(await verdict({ 'securityhub.hubs': [hubRow(details)] })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it.each<[string, Facts]>([
    ['the standards', { 'securityhub.hubs': [hubRow({ standards: gap('securityhub:GetEnabledStandards') })] }],
    ['who administers', { 'securityhub.hubs': [hubRow({ membership: gap('securityhub:GetAdministratorAccount') })] }],
    ['the recorder', { 'config.recorders': { gaps: [gap('config:DescribeConfigurationRecorders')] } }],
    [
      'a count',
      { 'config.recorded-types': { rows: defaultTypes(), gaps: [gap('config:GetDiscoveredResourceCounts')] } },
    ],
  ])('cannot tell without %s', async (_what, facts) => {
    expect(await verdict(facts)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('Security Hub in the ledger', () => {
  const seen = (hubs: Facts[string]) => observe(securityHubSystem, world({ 'securityhub.hubs': hubs }));

  it('is in use while a standard is ready or another service reports', () => {
    const { inventory, use } = seen([hubRow()]);
    expect(use).toMatchObject({ grade: 'medium', message: expect.stringContaining('best-practices') as string });
    expect(inventory).toMatchObject({ count: 2, newest: '2025-01-01T00:00:00.000Z' });
    const pending = [standard('cis', { StandardsStatus: 'INCOMPLETE' })];
    expect(seen([hubRow({ standards: pending })]).use.message).toContain('collects findings of aws/guardduty');
  });

  it('is weak where nothing reports, none where it is off, and cannot tell without sight', () => {
    expect(seen([hubRow({ standards: [], products: [product('securityhub')] })]).use.grade).toBe('weak');
    expect(seen([]).use.grade).toBe('none');
    expect(seen([]).inventory?.count).toBe(0);
    expect(() => seen({ gaps: [gap('securityhub:DescribeHub')] }).use).toThrow('was denied');
  });
});
