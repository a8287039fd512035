import { describe, expect, it } from 'vitest';
import { scopeFits } from '../../../src/checks/config/recorder-scope.js';
import { emptyRegionsRecordLittle } from '../../../src/checks/config/recorder-workload.js';
import type { Recorder } from '../../../src/checks/config/recorders.js';
import { frequencyFits } from '../../../src/checks/config/recording-frequency.js';
import { notDuplicated } from '../../../src/checks/config/rule-duplicates.js';
import type { ConfigRule } from '../../../src/checks/config/rules.js';
import { configSystem } from '../../../src/checks/config/system.js';
import type { StoredRow } from '../../../src/core/world.js';
import { observe } from '../../support/system.js';
import { gap, judge, row, world } from '../../support/world.js';
import { defaultTypes, linkedRecorder, recorderRow, recording, ruleRow, status, typeRow } from './rows.js';

type Facts = Parameters<typeof world>[0];
const first = async (check: object, facts: Facts, params = {}) => (await judge(check, world(facts), params))[0];

const all = recording({ allSupported: true, includeGlobalResourceTypes: true });
const noisy = typeRow('AWS::EC2::NetworkInterface', 4, { items: 10 });
const judged = typeRow('AWS::S3::Bucket', 2, { items: 10, evaluated: true });
const scopeOf = (...types: string[]): NonNullable<ConfigRule['Scope']> => ({
  ComplianceResourceTypes: types,
  ComplianceResourceId: null,
  TagKey: null,
  TagValue: null,
});

describe.each([
  ['config-recorder-scope-fits', scopeFits],
  ['config-recording-frequency-fits', frequencyFits],
  ['config-recorder-region-has-workload', emptyRegionsRecordLittle],
] as const)('%s', (_id, check) => {
  const facts = (recorder: StoredRow): Facts => ({
    'config.recorders': [recorder],
    'config.recorded-types': [noisy],
    'config.rules': [],
  });

  it('leaves recorders of others, stopped ones and new ones alone', async () => {
    expect(await first(check, facts(linkedRecorder()))).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    for (const of of [status({ recording: false }), status({ lastStartTime: '2026-11-22T07:00:00.000Z' })])
      expect(await first(check, facts(recorderRow({ recordingGroup: all }, { status: of })))).toMatchObject({
        verdict: 'NOT_APPLICABLE',
      });
  });

  it.each([
    ['the status', gap('config:DescribeConfigurationRecorderStatus')],
    ['a status', null],
    ['a start', status({ lastStartTime: null })],
  ])('cannot tell without %s', async (_what, of) => {
    const recorder = recorderRow({ recordingGroup: all }, { status: of });
    expect(await first(check, facts(recorder))).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it('cannot tell without the counts', async () => {
    const hidden = { gaps: [gap('config:GetDiscoveredResourceCounts')] };
    const found = await first(check, {
      'config.recorders': [recorderRow({ recordingGroup: all })],
      'config.recorded-types': hidden,
      'config.rules': [],
    });
    expect(found).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('config-recorder-scope-fits', () => {
  const seen = (types: StoredRow[], rules: Facts[string] = [], recorder: Partial<Recorder> = {}) =>
    first(scopeFits, {
      'config.recorders': [recorderRow(recorder)],
      'config.recorded-types': types,
      'config.rules': rules,
    });

  it('frees the items of types that no rule has judged, at the price they are recorded for', async () => {
    const daily = { recordingFrequency: 'DAILY', resourceTypes: ['AWS::EC2::Volume'] };
    const recordingMode = { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [daily] };
    const volumes = typeRow('AWS::EC2::Volume', 4, { items: 1 });
    expect(await seen([noisy, judged, volumes], [], { recordingMode })).toMatchObject({
      verdict: 'FAIL',
      message:
        '52 % of 651 items of 30 days are of types that no rule has judged: AWS::EC2::NetworkInterface (310), AWS::EC2::Volume (31)',
      saving: {
        releases: [
          { price: 'config/ConfigurationItemRecorded', units: 310 },
          { price: 'config/ConfigurationItemRecordedDaily', units: 31 },
        ],
      },
    });
  });

  it('needs what a rule names, also where it has judged nothing yet', async () => {
    const ofInterfaces = ruleRow('interfaces', 'X', [], { Scope: scopeOf('AWS::EC2::NetworkInterface') });
    expect(await seen([noisy, judged], [ofInterfaces])).toMatchObject({ verdict: 'PASS' });
    expect(await seen([noisy, judged], { gaps: [gap('config:DescribeConfigRules')] })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    expect(await seen([judged], { gaps: [gap('config:DescribeConfigRules')] })).toMatchObject({ verdict: 'PASS' });
  });

  it('counts compliance items, which rules make themselves, as not needed', async () => {
    const made = typeRow('AWS::Config::ResourceCompliance', 90, { items: 30 });
    expect(await seen([made, judged])).toMatchObject({ verdict: 'FAIL' });
  });

  it('passes a chosen list, and has nothing to say where nothing was recorded', async () => {
    const recordingGroup = recording({ resourceTypes: ['AWS::S3::Bucket'] });
    expect(await seen([noisy], [], { recordingGroup })).toMatchObject({ verdict: 'PASS' });
    expect(await seen(defaultTypes().slice(0, 3))).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await seen([noisy], [], { recordingGroup: null })).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });

  it('judges the exclusion strategy, too', async () => {
    const recordingGroup = recording({
      useOnly: 'EXCLUSION_BY_RESOURCE_TYPES',
      excludedResourceTypes: ['AWS::EC2::Volume'],
    });
    expect(await seen([noisy], [], { recordingGroup })).toMatchObject({ verdict: 'FAIL' });
  });
});

describe('config-recording-frequency-fits', () => {
  const seen = (types: StoredRow[], mode: Recorder['recordingMode'] = null, rules: StoredRow[] = []) =>
    first(frequencyFits, {
      'config.recorders': [recorderRow({ recordingMode: mode })],
      'config.recorded-types': types,
      'config.rules': rules,
    });

  it('frees continuous items against dearer daily ones, and says on what it rests', async () => {
    expect(await seen([typeRow('AWS::EC2::Volume', 2, { items: 9 })])).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringContaining('where they come and go within a day, daily recording saves nothing') as string,
      saving: {
        releases: [
          { price: 'config/ConfigurationItemRecorded', units: 279 },
          { price: 'config/ConfigurationItemRecordedDaily', units: -60 },
        ],
        estimated: true,
      },
    });
  });

  it('passes at the break-even, where there is no resource to count by, and what AWS never records daily', async () => {
    expect(await seen([typeRow('AWS::EC2::Volume', 2, { items: 7 })])).toMatchObject({ verdict: 'PASS' });
    const gone = typeRow('AWS::EC2::NetworkInterface', 0, { items: 99 });
    const made = typeRow('AWS::Config::ResourceCompliance', 1, { items: 99 });
    expect(await seen([gone, made, typeRow('AWS::S3::Bucket', 2, { items: 1 })])).toMatchObject({ verdict: 'PASS' });
  });

  it('does not judge what is recorded daily: that does not tell how often it changes', async () => {
    const mode = { recordingFrequency: 'DAILY', recordingModeOverrides: [] };
    expect(await seen([typeRow('AWS::EC2::Volume', 2, { items: 1 })], mode)).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
    const back = { recordingFrequency: 'CONTINUOUS', resourceTypes: ['AWS::EC2::Volume'] };
    const mixed = { recordingFrequency: 'DAILY', recordingModeOverrides: [back] };
    expect(await seen([typeRow('AWS::EC2::Volume', 2, { items: 9 })], mixed)).toMatchObject({ verdict: 'FAIL' });
  });

  it('leaves Firewall Manager its continuous recording', async () => {
    const fms = ruleRow('fms', 'X', [], { CreatedBy: 'fms.amazonaws.com' });
    expect(await seen([typeRow('AWS::EC2::Volume', 2, { items: 9 })], null, [fms])).toMatchObject({
      verdict: 'NOT_APPLICABLE',
    });
  });
});

describe('config-rules-not-duplicated', () => {
  const rule = (name: string, more: Partial<ConfigRule> = {}) =>
    ruleRow(name, 'S3_BUCKET_LOGGING_ENABLED', [], { Scope: scopeOf('AWS::S3::Bucket'), ...more });
  const verdicts = async (...rules: StoredRow[]) => {
    const found = await judge(notDuplicated, world({ 'config.rules': rules, 'config.recorded-types': [judged] }));
    return Object.fromEntries(found.map(one => [one.resource.id, one]));
  };
  const of = (findings: Record<string, { verdict: string }>) =>
    Object.fromEntries(Object.entries(findings).map(([name, { verdict }]) => [name, verdict]));

  it('keeps one of two', async () => {
    expect(of(await verdicts(rule('a'), rule('b')))).toEqual({ a: 'PASS', b: 'FAIL' });
  });

  it('keeps the one of Security Hub, which costs nothing, before that of a pack, before an own one', async () => {
    const hub = rule('securityhub-s3-logging-1a2b', { CreatedBy: 'securityhub.amazonaws.com' });
    const pack = rule('s3-logging-conformance-pack-9z8y', { CreatedBy: 'config-conforms.amazonaws.com' });
    const found = await verdicts(rule('own'), pack, hub);
    expect(of(found)).toEqual({
      own: 'FAIL',
      's3-logging-conformance-pack-9z8y': 'FAIL',
      'securityhub-s3-logging-1a2b': 'NOT_APPLICABLE',
    });
    expect(found['own']).toMatchObject({
      message: expect.stringContaining('runs without charge') as string,
      saving: { releases: [{ price: 'config/ConfigRuleEvaluations', units: 310 }], estimated: true },
      cleanUp: { does: 'delete' },
    });
    expect(found['s3-logging-conformance-pack-9z8y']).toMatchObject({
      saving: { releases: [{ price: 'config/ConformancePackEvaluations' }] },
      cleanUp: { does: 'change' },
    });
  });

  it('takes one that looks at less for the double, whatever it is called', async () => {
    const tagged = rule('a', { Scope: { ...scopeOf('AWS::S3::Bucket'), TagKey: 'team', TagValue: 'shop' } });
    expect(of(await verdicts(tagged, rule('b')))).toEqual({ a: 'FAIL', b: 'PASS' });
    expect(of(await verdicts(rule('a'), rule('b', { Scope: null })))).toEqual({ a: 'FAIL', b: 'PASS' });
  });

  it.each<[string, Partial<ConfigRule>]>([
    ['other parameters', { InputParameters: '{"targetBucket":"logs"}' }],
    ['other types', { Scope: scopeOf('AWS::S3::AccessPoint') }],
    ['another identifier', { Source: { Owner: 'AWS', SourceIdentifier: 'S3_BUCKET_VERSIONING_ENABLED' } }],
    ['a maker of its own', { Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: 'S3_BUCKET_LOGGING_ENABLED' } }],
    ['its end ahead', { ConfigRuleState: 'DELETING' }],
  ])('lets a rule with %s be', async (_what, more) => {
    expect((await verdicts(rule('a'), rule('b', more)))['a']?.verdict).toBe('PASS');
  });

  it('does not mind how parameters are spaced, and judges each region by itself', async () => {
    const one = rule('a', { InputParameters: '{"x":"1"}' });
    expect(of(await verdicts(one, rule('b', { InputParameters: '{ "x": "1" }' })))).toEqual({ a: 'PASS', b: 'FAIL' });
    expect(of(await verdicts(rule('a'), { ...rule('b'), region: 'us-east-1' }))).toEqual({ a: 'PASS', b: 'PASS' });
  });

  it('names no saving for a periodic rule, nor where items are hidden', async () => {
    const periodic = rule('b', { MaximumExecutionFrequency: 'TwentyFour_Hours' });
    expect((await verdicts(rule('a'), periodic))['b']?.saving).toBeUndefined();
    const hidden = world({
      'config.rules': [rule('a'), rule('b')],
      'config.recorded-types': { gaps: [gap('config:GetDiscoveredResourceCounts')] },
    });
    const [, b] = await judge(notDuplicated, hidden);
    expect([b?.verdict, b?.saving]).toEqual(['FAIL', undefined]);
  });

  it('cannot tell of a pass where rules are hidden', async () => {
    const rows = { rows: [rule('a')], gaps: [gap('config:DescribeConfigRules')] };
    const found = await judge(notDuplicated, world({ 'config.rules': rows, 'config.recorded-types': [] }));
    expect(found.map(one => one.verdict)).toEqual(['NOT_AVAILABLE', 'NOT_AVAILABLE']);
  });
});

describe('config-recorder-region-has-workload', () => {
  const home = recorderRow({ recordingGroup: all }, {}, 'us-east-1');
  const seen = async (types: Facts[string], here: Partial<Recorder> = {}, others: StoredRow[] = [home]) => {
    const found = await judge(
      emptyRegionsRecordLittle,
      world({
        'config.recorders': [recorderRow({ recordingGroup: all, ...here }), ...others],
        'config.recorded-types': types,
      }),
    );
    return found.find(one => one.resource.region === 'eu-north-1');
  };

  it('fails where nothing runs and another region records the same, and frees those items', async () => {
    expect(await seen(defaultTypes())).toMatchObject({
      verdict: 'FAIL',
      saving: { releases: [{ price: 'config/ConfigurationItemRecorded', units: 62 }] },
    });
  });

  it.each<[string, StoredRow[], Partial<Recorder>]>([
    ['something runs', [...defaultTypes(), typeRow('AWS::Lambda::Function', 1)], {}],
    ['there is a second network', [...defaultTypes().slice(1), typeRow('AWS::EC2::VPC', 2)], {}],
    ['the region does not record them', defaultTypes().slice(0, 3), {}],
    ['they are left out', defaultTypes(), { recordingGroup: recording({ allSupported: true }) }],
  ])('passes where %s', async (_why, types, here) => {
    expect(await seen(types, here)).toMatchObject({ verdict: 'PASS' });
  });

  it('passes where no other region records them', async () => {
    const stopped = recorderRow({ recordingGroup: all }, { status: status({ recording: false }) }, 'us-east-1');
    for (const others of [[], [stopped], [{ ...linkedRecorder(), region: 'us-east-1' }]])
      expect(await seen(defaultTypes(), {}, others)).toMatchObject({ verdict: 'PASS' });
  });

  it('knows that types are excluded by name alone in that strategy', async () => {
    const excluding = (...excludedResourceTypes: string[]) => ({
      recordingGroup: recording({ useOnly: 'EXCLUSION_BY_RESOURCE_TYPES', excludedResourceTypes }),
    });
    const iam = ['Group', 'Policy', 'Role', 'User'].map(type => `AWS::IAM::${type}`);
    expect(await seen(defaultTypes(), excluding(...iam))).toMatchObject({ verdict: 'PASS' });
    expect(await seen(defaultTypes(), excluding('AWS::EC2::Subnet'))).toMatchObject({ verdict: 'FAIL' });
    expect(await seen(defaultTypes(), excluding('AWS::EC2::Instance'))).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('leaves what Control Tower set up, and chosen lists, alone', async () => {
    const roleARN = 'arn:aws:iam::111122223333:role/aws-controltower-ConfigRecorderRole';
    expect(await seen(defaultTypes(), { roleARN })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    const recordingGroup = recording({ resourceTypes: ['AWS::IAM::Role'] });
    expect(await seen(defaultTypes(), { recordingGroup })).toMatchObject({ verdict: 'NOT_APPLICABLE' });
  });

  it('never calls a region empty that has not been counted', async () => {
    const uncounted = [typeRow('AWS::EC2::Instance', 0)];
    expect(await seen(uncounted)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const partly = { rows: defaultTypes(), gaps: [gap('config:GetDiscoveredResourceCounts')] };
    expect(await seen(partly)).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const elsewhere = { ...home, details: { status: { ok: false as const, gap: gap('x:Y') } } };
    expect(await seen(defaultTypes(), {}, [elsewhere])).toMatchObject({ verdict: 'NOT_AVAILABLE' });
  });
});

describe('AWS Config in the ledger', () => {
  const seen = (recorders: Facts[string], rules: StoredRow[] = [ruleRow('a', 'A', [])]) =>
    observe(configSystem, world({ 'config.recorders': recorders, 'config.rules': rules, 'config.aggregators': [] }));

  it('is in use while its recorder records and delivers', () => {
    const { inventory, use } = seen([linkedRecorder(), recorderRow()]);
    expect(use).toMatchObject({ grade: 'medium', message: expect.stringContaining('1 rule judges') as string });
    expect(inventory).toMatchObject({ count: 2, names: ['default', 'a'] });
    expect(seen([recorderRow()], []).use.message).toContain('history alone');
  });

  it.each([
    ['none', [linkedRecorder()]],
    ['none', [recorderRow({}, { status: status({ recording: false }) })]],
    ['weak', [recorderRow({}, { status: status({ lastStatus: 'FAILURE', lastErrorCode: 'NoSuchBucket' }) })]],
    ['weak', [recorderRow({}, { delivery: null })]],
  ])('is %s else', (grade, recorders) => {
    expect(seen(recorders).use.grade).toBe(grade);
  });

  it('cannot tell without sight', () => {
    expect(() => seen({ gaps: [gap('config:DescribeConfigurationRecorders')] }).use).toThrow('was denied');
    expect(
      () => seen([row({ name: 'x', servicePrincipal: null, recordingScope: null, connectorArn: null })]).use,
    ).toThrow();
  });
});
