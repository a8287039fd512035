import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AttachUserPolicyCommand, DetachUserPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoggedCall } from '../server/fault-proxy.js';
import type { Message } from './subscriber.js';
import { denials, describeDeployed, startWorld, verdictsOf, type World } from './world.js';

const READ = /:(Get|List|Describe|BatchGet|Head|Generate(?:CredentialReport|ServiceLastAccessedDetails))/;
const REPORT = ['facts.snapshot', 'report.html', 'report.json', 'report.md'];

describeDeployed('the deployed schedule', () => {
  let world: World;
  let message: Message;
  let calls: LoggedCall[];
  beforeAll(async () => {
    world = await startWorld();
    await world.stocktake.fireSchedule();
    message = await world.subscriber.next();
    await world.stocktake.settled();
    calls = [...world.proxy.calls];
  });
  afterAll(() => world?.stop());

  it('comes once a day, by itself', async () => {
    const { ScheduleExpression, State, Target, FlexibleTimeWindow } = await world.stocktake.schedule();
    expect({ ScheduleExpression, State }).toEqual({ ScheduleExpression: 'cron(0 4 * * ? *)', State: 'ENABLED' });
    expect(Target?.Arn).toMatch(new RegExp(`:function:${world.stocktake.outputs.FunctionName}$`));
    expect(FlexibleTimeWindow?.Mode).toBeDefined();
  });

  it('leaves a report under its date and as the latest', async () => {
    const dated = await world.stocktake.keys('runs/');
    const folder = /^(runs\/\d{4}\/\d\d\/\d\d\/\d{6}Z\/)/.exec(dated[0] ?? '')?.[1];
    expect(dated).toEqual(REPORT.map(name => `${folder}${name}`));
    expect(await world.stocktake.keys('latest/')).toEqual(REPORT.map(name => `latest/${name}`));
    for (const name of ['report.html', 'report.json', 'report.md']) {
      expect(await world.stocktake.read(`latest/${name}`)).toBe(await world.stocktake.read(`${folder}${name}`));
    }
  });

  it('judges the account, completely', async () => {
    const report = await world.stocktake.report();
    expect({ complete: report.complete, gaps: report.gaps, account: report.account.id }).toEqual({
      complete: true,
      gaps: [],
      account: '123456789012',
    });
    expect(verdictsOf(report, 'iam-user-policies-through-groups-only')).toEqual(['FAIL ada', 'PASS grace']);
    expect(
      verdictsOf(report, 'kms-key-rotation-enabled')
        .map(text => text.split(' ')[0])
        .sort(),
    ).toEqual(['FAIL', 'PASS']);
  });

  it('tells the subscribers', async () => {
    const report = await world.stocktake.report();
    expect(message.subject).toBe(`stocktake 123456789012: score ${report.scores.overall.value}`);
    expect(message.text).toContain(`s3://${world.stocktake.outputs.BucketName}/runs/`);
    expect(message.text.split('\n').length).toBeLessThanOrEqual(26);
  });

  it('writes metrics', async () => {
    const cloudWatch = world.aws(CloudWatchClient);
    const { Metrics = [] } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Stocktake' }));
    expect([...new Set(Metrics.map(metric => metric.MetricName))].sort()).toEqual(
      expect.arrayContaining(['Calls', 'Complete', 'Coverage', 'Duration', 'OpenFindings', 'ReportWritten', 'Score']),
    );
    const value = async (MetricName: string, Dimensions: { Name: string; Value: string }[] = []) => {
      const window = {
        StartTime: new Date(Date.now() - 3600_000),
        EndTime: new Date(Date.now() + 60_000),
        Period: 86_400,
      };
      const asked = { Namespace: 'Stocktake', MetricName, Dimensions, ...window, Statistics: ['Sum' as const] };
      const { Datapoints = [] } = await cloudWatch.send(new GetMetricStatisticsCommand(asked));
      return Datapoints.reduce((sum, point) => sum + (point.Sum ?? 0), 0);
    };
    const report = await world.stocktake.report();
    expect(await value('ReportWritten')).toBe(1);
    expect(await value('Complete')).toBe(1);
    expect(await value('Score')).toBe(report.scores.overall.value);
    const critical = report.findings.filter(one => one.verdict === 'FAIL' && one.severity === 'critical').length;
    expect(critical).toBe(1);
    expect(await value('OpenFindings', [{ Name: 'Severity', Value: 'critical' }])).toBe(critical);
  });

  it('writes nothing else, and is refused nothing', () => {
    const writes = calls.filter(call => !READ.test(call.operation));
    expect([...new Set(writes.map(call => call.operation))].sort()).toEqual([
      'cloudwatch:PutMetricData',
      's3:DeleteObject',
      's3:PutObject',
      'sns:Publish',
    ]);
    const bucket = world.stocktake.outputs.BucketName;
    const keys = writes
      .filter(call => call.service === 's3')
      .map(({ operation, url }) => `${operation} ${keyOf(url, bucket)}`);
    const places = {
      's3:PutObject': /^(runs\/|latest\/|state\/|history\.json$|config\/rules\.last-good\.yaml$)/,
      's3:DeleteObject': /^state\//,
    };
    expect(
      keys.filter(text => {
        const [operation, key = ''] = text.split(' ');
        return !places[operation as keyof typeof places].test(key);
      }),
    ).toEqual([]);
    expect(denials(calls)).toEqual([]);
  });

  it('says the next time what is new and what is fixed', async () => {
    const iam = world.aws(IAMClient);
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await iam.send(new DetachUserPolicyCommand({ UserName: 'ada', PolicyArn }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'grace', PolicyArn }));
    const before = await world.stocktake.report();
    expect((await world.stocktake.run()).error).toBeUndefined();

    const { changes } = await world.stocktake.report();
    const told = changes?.changes.map(({ kind, cause, before, after }) => [
      kind,
      cause,
      (after ?? before)?.resource.name,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['new', 'account', 'grace'],
        ['fixed', 'account', 'ada'],
      ]),
    );
    expect(changes?.since).toMatchObject({ account: '123456789012', started: before.started });
    const { subject, text } = await world.subscriber.next();
    expect(subject).toMatch(/, 1 new$/);
    expect(text).toMatch(/new: grace/);
    expect(text).toMatch(/fixed: ada/);
    expect(await world.stocktake.read('latest/report.html')).toContain('grace');
    expect(await world.stocktake.keys('runs/')).toHaveLength(2 * REPORT.length);
  });
});

function keyOf(url: string, bucket: string): string {
  const [host = '', ...path] = url.split('/');
  const key = host.startsWith(`${bucket}.`) ? path : path[0] === bucket ? path.slice(1) : ['another bucket:', ...path];
  return key.join('/');
}
