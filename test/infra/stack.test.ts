import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type App, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeReleaseApp, releaseTemplate } from '../../infra/release.js';
import { makeApp } from '../../infra/synth.js';
import { setUpCfnLint } from '../../scripts/setup-cfn-lint.mjs';
import { plan } from '../../src/audit.js';
import { checkSettings } from '../../src/cli/deploy/settings.js';

const cfnLint = await setUpCfnLint();
if (!cfnLint.available) {
  if (process.env['CI']) throw new Error(`no cfn-lint: ${cfnLint.reason}`);
  process.stderr.write(`tests with cfn-lint are skipped: ${cfnLint.reason}\n`);
}

let scratch: string;
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'stack-'));
  writeFileSync(path.join(scratch, 'lambda.js'), '');
});
// Its own validation of templates takes seconds each time; cfn-lint looks at the same below.
beforeEach(() => void vi.stubEnv('CDK_VALIDATION', 'false'));
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => rmSync(scratch, { recursive: true }));

const code = () => Code.fromAsset(scratch, { exclude: ['cdk.out', '*.json'] });
const appOf = (given: object = {}): App =>
  makeApp(checkSettings(given), { outdir: path.join(scratch, 'cdk.out'), code: code() });
const templateOf = (given?: object): Template => Template.fromStack(appOf(given).node.findChild('Stocktake') as Stack);

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}
const policiesOf = (template: Template): [string, Statement[]][] =>
  Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).map(([id, { Properties }]) => [
    id,
    (Properties as { PolicyDocument: { Statement: Statement[] } }).PolicyDocument.Statement,
  ]);
const actionsOf = (statements: readonly Statement[]): string[] => statements.flatMap(({ Action }) => Action);

describe('the stack', () => {
  it('keeps a private, encrypted, versioned bucket, even when it is removed itself', () => {
    const template = templateOf({ retentionDays: 30 });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        LifecycleConfiguration: {
          Rules: Match.arrayWith([
            Match.objectLike({ Prefix: 'runs/', ExpirationInDays: 30 }),
            Match.objectLike({ Prefix: 'state/', ExpirationInDays: 2 }),
          ]),
        },
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        ]),
      },
    });
  });

  it('runs the function on Node 22, one at a time, and tries twice', () => {
    const template = templateOf({ memory: 2048, timeout: 300 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'dist/lambda.handler',
      MemorySize: 2048,
      Timeout: 300,
      ReservedConcurrentExecutions: 1,
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 1 });
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'cron(0 4 * * ? *)',
      ScheduleExpressionTimezone: 'Etc/UTC',
      State: 'ENABLED',
      Target: { DeadLetterConfig: Match.anyValue() },
    });
    const without = templateOf({ reservedConcurrency: 0 });
    without.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: Match.absent() });
  });

  it('lets the function read what the plan of the rules needs, and nothing else', () => {
    const settings = { categories: ['security'], services: ['kms', 'iam'] };
    const reads = policiesOf(templateOf(settings)).filter(([id]) => id.startsWith('Reads'));
    expect(reads.flatMap(([, statements]) => actionsOf(statements)).sort()).toEqual(plan(settings).actions);
    for (const [, statements] of policiesOf(templateOf())) {
      expect(JSON.stringify({ Version: '2012-10-17', Statement: statements }).length).toBeLessThanOrEqual(6144);
    }
    expect(policiesOf(templateOf()).length).toBeLessThanOrEqual(10);
  });

  it('lets the function write its own files, messages, metrics and log, and start itself again', () => {
    const writes = policiesOf(templateOf()).filter(([id]) => !id.startsWith('Reads'));
    const statements = writes.flatMap(([, found]) => found);
    expect(actionsOf(statements).sort()).toEqual([
      'cloudwatch:PutMetricData',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'lambda:InvokeFunction',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:DeleteObject',
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
      'sns:Publish',
      'sqs:SendMessage',
    ]);
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(actionsOf(everywhere)).toEqual(['cloudwatch:PutMetricData']);
    expect(everywhere[0]?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Stocktake' } });
    const deletes = statements.filter(({ Action }) => Action === 's3:DeleteObject');
    expect(JSON.stringify(deletes)).toContain('/state/*');
    expect(deletes).toHaveLength(1);
  });

  it('alarms the topic, whose key CloudWatch may use', () => {
    const template = templateOf({ emails: ['ops@example.com'], noReportHours: 30 });
    template.resourceCountIs('AWS::CloudWatch::Alarm', 5);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ReportWritten',
      EvaluationPeriods: 30,
      Period: 3600,
      TreatMissingData: 'breaching',
    });
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } })]),
      },
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'ops@example.com' });
    templateOf({ noReportHours: 0 }).resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });

  it("uses the owner's key for bucket and topic, and makes none of its own", () => {
    const keyArn = 'arn:aws:kms:eu-north-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const template = templateOf({ keyArn });
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: keyArn });
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
          },
        ],
      },
    });
  });

  it('tells where everything is', () => {
    expect(Object.keys(templateOf().findOutputs('*')).sort()).toEqual([
      'BucketName',
      'FunctionName',
      'ScheduleName',
      'TopicArn',
    ]);
  });

  it('has no finding of cdk-nag but those that it explains', () => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    for (const app of [appOf(), makeReleaseApp({ outdir: path.join(scratch, 'release.out') })]) {
      Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
      expect(() => app.synth()).not.toThrow();
    }
  }, 60_000);

  it('would have findings of cdk-nag without them', () => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const app = appOf();
    const stack = app.node.findChild('Stocktake') as Stack;
    stack.node.findChild('Reports').node.tryRemoveChild('Policy');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow(/AwsSolutions-S10/);
  }, 60_000);
});

describe('the template of the release', () => {
  it('is the one in infra/', async () => {
    const file = fileURLToPath(new URL('../../infra/stocktake.template.json', import.meta.url));
    expect(await readFile(file, 'utf8')).toBe(releaseTemplate());
  });

  it('has the resources of the stack, and a parameter for each setting', () => {
    const ids = (template: { Resources: object }) => Object.keys(template.Resources).sort();
    const release = JSON.parse(releaseTemplate()) as { Resources: object; Parameters: Record<string, object> };
    const deployed = templateOf({ emails: ['ops@example.com'] }).toJSON() as { Resources: object };
    expect(ids(release)).toEqual(ids(deployed));
    expect(Object.values(release.Parameters).every(one => 'Description' in one)).toBe(true);
  });
});

describe.skipIf(!cfnLint.available)(cfnLint.available ? 'cfn-lint' : `cfn-lint [skipped: ${cfnLint.reason}]`, () => {
  const lint = async (template: string): Promise<string> => {
    if (!cfnLint.available) return 'unavailable';
    const file = path.join(scratch, 'linted.template.json');
    writeFileSync(file, template);
    // W3005: CDK names a dependency that CloudFormation sees by itself.
    const words = ['-c', 'from cfnlint.runner.cli import main; main()', '-i', 'W3005', '--', file];
    const env = { ...process.env, ...cfnLint.environment };
    return promisify(execFile)(cfnLint.python, words, { env }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout || stderr,
    );
  };

  it.each([
    ['the stack', () => JSON.stringify(templateOf({ emails: ['ops@example.com'] }).toJSON())],
    ['the template of the release', releaseTemplate],
  ])('has nothing to say about %s', async (_name, template) => expect(await lint(template())).toBe(''), 60_000);

  it('has something to say about a mistake', async () => {
    expect(await lint(releaseTemplate().replace('nodejs22.x', 'nodejs8.10'))).toMatch(/E2533/);
  }, 60_000);
});
