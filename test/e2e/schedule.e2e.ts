import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { AttachUserPolicyCommand, DetachUserPolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LoggedCall } from '../server/fault-proxy.js';
import type { Message } from './subscriber.js';
import { denials, describeDeployed, startWorld, untilQuiet, verdictsOf, type World } from './world.js';

const READ = /:(Get|List|Describe|BatchGet|Head|Generate(?:CredentialReport|ServiceLastAccessedDetails)$)/;
const REPORT = ['facts.snapshot', 'report.html', 'report.json', 'report.md'];
/** All that a deployed audit may write, and where in its bucket. */
const WRITES: Record<string, RegExp> = {
  'cloudwatch:PutMetricData': /^$/,
  's3:DeleteObject': /^state\//,
  's3:PutObject': /^(runs\/|latest\/|state\/|history\.json$|config\/rules\.last-good\.yaml$)/,
  'sns:Publish': /^$/,
};

describeDeployed('the deployed schedule', () => {
  let world: World;
  let message: Message;
  let calls: LoggedCall[];
  beforeAll(async () => {
    world = await startWorld();
    await world.stocktake.fireSchedule();
    message = await world.subscriber.next(/^stocktake/);
    await untilQuiet(world);
    calls = [...world.proxy.calls];
  });
  afterAll(() => world?.stop());

  it('comes once a day, by itself', async () => {
    const { ScheduleExpression, State, Target } = await world.stocktake.schedule();
    expect({ ScheduleExpression, State }).toEqual({ ScheduleExpression: 'cron(0 4 * * ? *)', State: 'ENABLED' });
    expect(Target?.Arn).toMatch(new RegExp(`:function:${world.stocktake.outputs.FunctionName}$`));
    expect(Target?.DeadLetterConfig?.Arn).toMatch(/^arn:aws:sqs:/);
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

  it('judges the account, completely, in all its regions', async () => {
    const report = await world.stocktake.report();
    const { complete, gaps, account, regions } = report;
    expect({ complete, gaps, account: account.id }).toEqual({ complete: true, gaps: [], account: '123456789012' });
    expect(regions.length).toBeGreaterThan(20);
    expect(verdictsOf(report, 'iam-user-policies-through-groups-only')).toEqual([
      'FAIL ada/ReadOnlyAccess',
      'PASS grace',
    ]);
    // One key of the account rotates, one does not, and that of the stack does.
    const ofKeys = verdictsOf(report, 'kms-key-rotation-enabled').map(text => text.split(' ')[0]);
    expect(ofKeys.filter(verdict => verdict !== 'NOT_APPLICABLE')).toEqual(['FAIL', 'PASS', 'PASS']);
  });

  it('tells the subscribers', async () => {
    const report = await world.stocktake.report();
    expect(message.subject).toBe(`stocktake 123456789012: score ${report.scores.overall.value}`);
    expect(message.text).toContain(`s3://${world.stocktake.outputs.BucketName}/runs/`);
    expect(message.text.trim().split('\n').length).toBeLessThanOrEqual(25);
  });

  it('writes metrics', async () => {
    const { Metrics = [] } = await world.aws(CloudWatchClient).send(new ListMetricsCommand({ Namespace: 'Stocktake' }));
    expect([...new Set(Metrics.map(metric => metric.MetricName))]).toEqual(
      expect.arrayContaining(['Calls', 'Complete', 'Coverage', 'Duration', 'OpenFindings', 'ReportWritten', 'Score']),
    );
    const report = await world.stocktake.report();
    expect(await sumOf(world, 'ReportWritten')).toBe(1);
    expect(await sumOf(world, 'Complete')).toBe(1);
    expect(await sumOf(world, 'Calls')).toBe(report.plan.calls);
    expect(await sumOf(world, 'Score', { Category: 'security' })).toBe(report.scores.categories.security?.value);
    expect(await sumOf(world, 'OpenFindings', { Severity: 'critical' })).toBe(1);
  });

  it('writes nothing else, and is refused nothing', () => {
    const writes = calls.filter(call => !READ.test(call.operation));
    const bucket = world.stocktake.outputs.BucketName;
    const strange = writes.filter(({ operation, url }) => !WRITES[operation]?.test(keyOf(url, bucket)));
    expect(strange).toEqual([]);
    for (const operation of ['cloudwatch:PutMetricData', 's3:PutObject', 'sns:Publish']) {
      expect(writes.map(call => call.operation)).toContain(operation);
    }
    expect(denials(calls)).toEqual([]);
  });

  it('says the next time what is new and what is fixed', async () => {
    const { aws, stocktake } = world;
    const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    await aws(IAMClient).send(new DetachUserPolicyCommand({ UserName: 'ada', PolicyArn }));
    await aws(IAMClient).send(new AttachUserPolicyCommand({ UserName: 'grace', PolicyArn }));
    const earlier = await stocktake.report();

    const { changes, trend } = await stocktake.audit();
    const told = (changes?.changes ?? []).map(({ kind, cause, before, after }) => {
      const { rule, resource } = after ?? before ?? {};
      return `${kind} ${cause} ${rule} ${resource?.id}`;
    });
    expect(told).toEqual([
      expect.stringMatching(/^new account iam-user-policies-through-groups-only .*grace/),
      expect.stringMatching(/^(fixed|gone) account iam-user-policies-through-groups-only .*ada/),
    ]);
    expect(changes?.since).toMatchObject({ account: '123456789012', started: earlier.started });
    expect(trend?.points.map(point => point.started)).toEqual([earlier.started, expect.any(String)]);
    const { subject, text } = await world.subscriber.next(/^stocktake/);
    expect(subject).toMatch(/, 1 new$/);
    expect(text).toMatch(/new: .*grace/);
    expect(text).toMatch(/Since the last run: 1 new, 1 (fixed|gone)/);
    expect(await stocktake.read('latest/report.html')).toContain('grace');
    expect(await stocktake.keys('runs/')).toHaveLength(2 * REPORT.length);
  });
});

async function sumOf({ aws }: World, MetricName: string, dimensions: Record<string, string> = {}): Promise<number> {
  const asked = new GetMetricStatisticsCommand({
    Namespace: 'Stocktake',
    MetricName,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    StartTime: new Date(Date.now() - 3600_000),
    EndTime: new Date(Date.now() + 60_000),
    Period: 86_400,
    Statistics: ['Sum'],
  });
  const { Datapoints = [] } = await aws(CloudWatchClient).send(asked);
  return Datapoints.reduce((sum, point) => sum + (point.Sum ?? 0), 0);
}

/** What a request to S3 is about: the key in our bucket; nothing in other services. */
function keyOf(url: string, bucket: string): string {
  const [host = '', ...path] = url.split('/');
  return host.startsWith(`${bucket}.`) || !/\bs3\b/.test(host) ? path.join('/') : `not in our bucket: ${url}`;
}
