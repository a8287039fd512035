import { describe, expect, it } from 'vitest';
import { protectionPlans } from '../../../src/checks/guardduty/protection-plans.js';
import { eksRuntimeMonitoring, managedAgents } from '../../../src/checks/guardduty/runtime-agents.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { agents, detectorRow, feature, features, featuresWith } from './rows.js';

const judged = async (check: object, detectors: StoredRow[] | Partial<CollectionFacts>) =>
  (await judge(check, world({ 'guardduty.detectors': detectors })))[0];
const plans: Record<string, string> = {
  'guardduty-s3-protection-enabled': 'S3_DATA_EVENTS',
  'guardduty-eks-audit-log-monitoring-enabled': 'EKS_AUDIT_LOGS',
  'guardduty-ec2-malware-protection-enabled': 'EBS_MALWARE_PROTECTION',
  'guardduty-rds-protection-enabled': 'RDS_LOGIN_EVENTS',
  'guardduty-lambda-protection-enabled': 'LAMBDA_NETWORK_LOGS',
  'guardduty-runtime-monitoring-enabled': 'RUNTIME_MONITORING',
};

describe.each(protectionPlans.map(check => [check.id, check] as const))('%s', (id, check) => {
  const name = plans[id] ?? '';

  it('passes the plan that is on and fails the one that is off', async () => {
    expect((await judged(check, [detectorRow()]))?.verdict).toBe('PASS');
    const off = await judged(check, [detectorRow({ Features: featuresWith(name, feature(name, 'DISABLED')) })]);
    expect(off).toMatchObject({ verdict: 'FAIL', message: `${name} is DISABLED` });
    expect(off?.fix?.command).toContain(
      `--detector-id d-eu-north-1 --features '[{"Name":"${name}","Status":"ENABLED"}]'`,
    );
  });

  it('takes a plan that is not listed for one that the region does not offer', async () => {
    const missing = await judged(check, [detectorRow({ Features: featuresWith(name) })]);
    expect(missing).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(missing?.message).toContain('does not offer it');
  });

  it('leaves suspended detectors out', async () => {
    expect((await judged(check, [detectorRow({ Status: 'DISABLED' })]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(check, []))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged(check, { gaps: [gap('guardduty:ListDetectors')] }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(check, [detectorRow({ Features: [] })]))?.verdict).toBe('NOT_AVAILABLE');
  });
});

it('the older form of the answer counts where there are no features', async () => {
  const [s3, eks] = protectionPlans;
  const DataSources = [
    { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
    { Name: 'EKS_AUDIT_LOGS', Status: 'DISABLED' },
  ];
  expect((await judged(s3 ?? {}, [detectorRow({ Features: [], DataSources })]))?.verdict).toBe('PASS');
  expect((await judged(eks ?? {}, [detectorRow({ Features: [], DataSources })]))?.verdict).toBe('FAIL');
  const both = detectorRow({
    Features: featuresWith('S3_DATA_EVENTS', feature('S3_DATA_EVENTS', 'DISABLED')),
    DataSources,
  });
  expect((await judged(s3 ?? {}, [both]))?.verdict).toBe('FAIL');
});

const options: Record<string, string> = {
  'guardduty-ecs-runtime-agent-managed': 'ECS_FARGATE_AGENT_MANAGEMENT',
  'guardduty-ec2-runtime-agent-managed': 'EC2_AGENT_MANAGEMENT',
};
const withRuntime = (Status: string, configured: Record<string, string>) =>
  detectorRow({ Features: featuresWith('RUNTIME_MONITORING', feature('RUNTIME_MONITORING', Status, configured)) });

describe.each(managedAgents.map(check => [check.id, check] as const))('%s', (id, check) => {
  const option = options[id] ?? '';

  it('passes managed agents and fails others', async () => {
    expect((await judged(check, [detectorRow()]))?.verdict).toBe('PASS');
    const off = await judged(check, [withRuntime('ENABLED', { ...agents('ENABLED'), [option]: 'DISABLED' })]);
    expect(off).toMatchObject({ verdict: 'FAIL', message: `${option} is DISABLED` });
  });

  it('fails where runtime monitoring is off, whatever its options say', async () => {
    const off = await judged(check, [withRuntime('DISABLED', agents('ENABLED'))]);
    expect(off).toMatchObject({ verdict: 'FAIL', message: 'RUNTIME_MONITORING is DISABLED, so there are no agents' });
    expect((await judged(check, [withRuntime('DISABLED', {})]))?.verdict).toBe('FAIL');
  });

  it('has nothing to say where the region does not offer it, or the detector is suspended', async () => {
    const { [option]: _gone, ...others } = agents('ENABLED') as Record<string, string>;
    expect((await judged(check, [withRuntime('ENABLED', others)]))?.verdict).toBe('NOT_APPLICABLE');
    const without = detectorRow({ Features: featuresWith('RUNTIME_MONITORING') });
    expect((await judged(check, [without]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(check, [detectorRow({ Status: 'DISABLED' })]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged(check, [withRuntime('ENABLED', {})]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(check, { gaps: [gap('guardduty:GetDetector')] }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('guardduty-eks-runtime-monitoring-enabled', () => {
  const older = 'EKS_RUNTIME_MONITORING';
  const of = (eks: string | undefined, runtime: string | undefined, addon = 'ENABLED') =>
    judged(eksRuntimeMonitoring, [
      detectorRow({
        Features: [
          ...features().filter(one => one.Name !== older && one.Name !== 'RUNTIME_MONITORING'),
          ...(eks ? [feature(older, eks)] : []),
          ...(runtime
            ? [feature('RUNTIME_MONITORING', runtime, { ...agents('DISABLED'), EKS_ADDON_MANAGEMENT: addon })]
            : []),
        ],
      }),
    ]);

  it('passes either form, the newer one with its add-on', async () => {
    expect((await of('ENABLED', 'DISABLED'))?.verdict).toBe('PASS');
    expect((await of('DISABLED', 'ENABLED'))?.verdict).toBe('PASS');
    expect((await of(undefined, 'ENABLED'))?.verdict).toBe('PASS');
  });

  it('fails where neither watches', async () => {
    expect((await of('DISABLED', 'DISABLED'))?.verdict).toBe('FAIL');
    expect((await of('DISABLED', undefined))?.verdict).toBe('FAIL');
    expect(await of('DISABLED', 'ENABLED', 'DISABLED')).toMatchObject({
      verdict: 'FAIL',
      message: 'EKS_ADDON_MANAGEMENT is DISABLED',
    });
  });

  it('has nothing to say where the region offers neither', async () => {
    expect((await of(undefined, undefined))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(eksRuntimeMonitoring, [detectorRow({ Status: 'DISABLED' })]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged(eksRuntimeMonitoring, [detectorRow({ Features: [] })]))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(eksRuntimeMonitoring, { gaps: [gap('x:Y')] }))?.verdict).toBe('NOT_AVAILABLE');
  });
});
