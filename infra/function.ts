import { Duration, RemovalPolicy, Size, type Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type CfnFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { handlerName } from '../src/cli/deploy/code.js';
import { ifOnly } from './choice.js';
import type { Values } from './values.js';

interface Places {
  bucket: Bucket;
  topic: Topic;
  key: string;
  deadLetters: Queue;
}

/** The function that audits, and the role that says what it may do. */
export function makeFunction(stack: Stack, values: Values, places: Places): LambdaFunction {
  const log = new LogGroup(stack, 'Log', { removalPolicy: RemovalPolicy.DESTROY });
  (log.node.defaultChild as CfnLogGroup).retentionInDays = values.logRetentionDays;
  const role = new Role(stack, 'Role', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'What the scheduled audit may do: read what its rules need, and write its reports',
  });
  const audit = new LambdaFunction(stack, 'Audit', {
    description: 'Audits this account and writes the report',
    runtime: Runtime.NODEJS_22_X,
    architecture: Architecture.ARM_64,
    handler: handlerName,
    code: values.code,
    // Its permissions are written below, all of them.
    role: role.withoutPolicyUpdates(),
    logGroup: log,
    memorySize: values.memory,
    timeout: Duration.seconds(values.timeout),
    ephemeralStorageSize: Size.gibibytes(1),
    retryAttempts: 1,
    maxEventAge: Duration.hours(6),
    deadLetterQueue: places.deadLetters,
    environment: environmentOf(values, places),
  });
  (audit.node.defaultChild as CfnFunction).reservedConcurrentExecutions = ifOnly(values.reserve, 1);
  for (const policy of [...allowReads(stack, values, role), allowWrites(stack, { ...places, values, log, role })]) {
    (audit.node.defaultChild as CfnFunction).node.addDependency(policy);
  }
  allowGoingOn(stack, role, audit);
  return audit;
}

const environmentOf = (values: Values, { bucket, topic }: Places): Record<string, string> => ({
  STOCKTAKE_BUCKET: bucket.bucketName,
  STOCKTAKE_PREFIX: '',
  STOCKTAKE_TOPIC_ARN: topic.topicArn,
  STOCKTAKE_REGIONS: values.regions,
  STOCKTAKE_SERVICES: values.services,
  STOCKTAKE_CATEGORIES: values.categories,
  STOCKTAKE_CONFIG_KEY: 'config/rules.yaml',
  STOCKTAKE_NAMESPACE: values.namespace,
  STOCKTAKE_MAX_CONTINUATIONS: String(values.continuations),
  STOCKTAKE_MIN_LEFT_SECONDS: '120',
});

/** The logical ids of what the function may read; `stocktake deploy` puts what its rules need in their place. */
export const readsId = (at: number): string => `Reads${at === 0 ? '' : at + 1}`;

function allowReads(stack: Stack, { reads }: Values, role: Role): CfnManagedPolicy[] {
  return reads.map(
    (policyDocument, at) =>
      new CfnManagedPolicy(stack, readsId(at), {
        description: 'What the configured rules of stocktake read',
        policyDocument,
        roles: [role.roleName],
      }),
  );
}

interface Granting extends Places {
  values: Values;
  log: LogGroup;
  role: Role;
}

/** What it may write: its own files in its bucket, its messages, metrics and log, and what came to nothing. */
function allowWrites(stack: Stack, granting: Granting): ManagedPolicy {
  const { bucket, topic, key, deadLetters, values, log, role } = granting;
  const keys = (...patterns: string[]) => patterns.map(pattern => bucket.arnForObjects(pattern));
  const allow = (actions: string[], resources: string[], conditions?: Record<string, Record<string, string>>) =>
    new PolicyStatement({ actions, resources, ...(conditions ? { conditions } : {}) });
  const state = 'state/*';
  const kept = ['latest/*', 'history.json'];
  return new ManagedPolicy(stack, 'Writes', {
    description: 'What the scheduled audit of stocktake writes',
    roles: [role],
    statements: [
      allow(['s3:ListBucket'], [bucket.bucketArn]),
      allow(['s3:GetObject'], keys('config/*', 'runs/*', state, ...kept)),
      allow(['s3:PutObject'], keys('config/rules.last-good.yaml', 'runs/*', state, ...kept)),
      allow(['s3:DeleteObject'], keys(state)),
      allow(['sns:Publish'], [topic.topicArn]),
      allow(['cloudwatch:PutMetricData'], ['*'], {
        StringEqualsIfExists: { 'cloudwatch:namespace': values.namespace },
      }),
      allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key]),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]),
      allow(['sqs:SendMessage'], [deadLetters.queueArn]),
    ],
  });
}

/** A policy of its own: it names the function, which waits for all others. */
function allowGoingOn(stack: Stack, role: Role, audit: LambdaFunction): void {
  const statement = new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [audit.functionArn] });
  new ManagedPolicy(stack, 'GoesOn', {
    description: 'The scheduled audit of stocktake goes on in another invocation',
    roles: [role],
    statements: [statement],
  });
}
