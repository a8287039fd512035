import { App, CfnCondition, CfnParameter, type CfnParameterProps, Fn, type Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { checkSettings } from '../src/cli/deploy/settings.js';
import { plainSynthesizer, StocktakeStack } from './stack.js';
import { readsOf } from './synth.js';
import type { Values } from './values.js';

const usual = checkSettings({});

/** What a person who has no CDK says when the stack is made. */
const parameters = {
  CodeBucket: { description: "Bucket that holds the function's zip file, in the stack's region" },
  CodeKey: { description: "Key of the function's zip file" },
  ScheduleExpression: { default: usual.schedule, description: 'When to audit: rate(1 day) or cron(0 4 * * ? *)' },
  ScheduleTimezone: { default: usual.timeZone, description: 'The time zone of the schedule, such as Europe/Berlin' },
  Regions: { default: 'all', description: 'Regions to audit, separated by commas; all: those the account has enabled' },
  Services: { default: '', description: 'Only rules of these services, separated by commas; empty: all' },
  Categories: { default: '', description: 'Only rules of these categories, separated by commas; empty: all' },
  Email: { default: '', description: 'Who is told; the address has to confirm a message of AWS once. Empty: nobody' },
  RetentionDays: {
    type: 'Number',
    default: usual.retentionDays,
    minValue: 1,
    description: 'Days that dated reports are kept',
  },
  LogRetentionDays: {
    type: 'Number',
    default: usual.logRetentionDays,
    description: "Days that the function's log is kept",
  },
  MemorySize: { type: 'Number', default: usual.memory, minValue: 256, maxValue: 10_240, description: 'MB of memory' },
  Timeout: {
    type: 'Number',
    default: usual.timeout,
    minValue: 60,
    maxValue: 900,
    description: 'Seconds an invocation may take',
  },
  MaxContinuations: {
    type: 'Number',
    default: usual.continuations,
    minValue: 0,
    description: 'Further invocations for an account that needs longer',
  },
  ReservedConcurrency: {
    default: '1',
    allowedValues: ['0', '1'],
    description: '1: never two audits at once; 0 where the account has no concurrency to reserve',
  },
  KeyArn: {
    default: '',
    description: 'ARN of your own KMS key for bucket and topic; its policy must let CloudWatch use it. Empty: none',
  },
  NoReportHours: {
    type: 'Number',
    default: usual.noReportHours,
    minValue: 0,
    maxValue: 168,
    description: 'An alarm goes off after so many hours without a report; 0 turns it off',
  },
  Namespace: { default: usual.namespace, description: 'The namespace of the CloudWatch metrics' },
} satisfies Record<string, CfnParameterProps>;

function valuesOf(stack: Stack): Values {
  const made = Object.fromEntries(
    Object.entries<CfnParameterProps>(parameters).map(([name, props]) => [name, new CfnParameter(stack, name, props)]),
  ) as Record<keyof typeof parameters, CfnParameter>;
  const text = (name: keyof typeof parameters) => made[name].valueAsString;
  const number = (name: keyof typeof parameters) => made[name].valueAsNumber;
  const unless = (id: string, name: keyof typeof parameters, value: string) =>
    new CfnCondition(stack, id, { expression: Fn.conditionNot(Fn.conditionEquals(made[name], value)) });
  return {
    code: Code.fromBucket(Bucket.fromBucketName(stack, 'Code', text('CodeBucket')), text('CodeKey')),
    reads: readsOf(usual),
    schedule: text('ScheduleExpression'),
    timeZone: text('ScheduleTimezone'),
    regions: text('Regions'),
    services: text('Services'),
    categories: text('Categories'),
    emails: [{ address: text('Email'), wanted: unless('TellsSomeone', 'Email', '') }],
    retentionDays: number('RetentionDays'),
    logRetentionDays: number('LogRetentionDays'),
    memory: number('MemorySize'),
    timeout: number('Timeout'),
    continuations: number('MaxContinuations'),
    reserve: unless('ReservesConcurrency', 'ReservedConcurrency', '0'),
    key: { arn: text('KeyArn'), given: unless('BringsKey', 'KeyArn', '') },
    noReport: { hours: number('NoReportHours'), wanted: unless('MissesReports', 'NoReportHours', '0') },
    namespace: text('Namespace'),
  };
}

/** An app with the stack that takes its settings as parameters. */
export function makeReleaseApp(options: { outdir?: string } = {}): App {
  const app = new App({ ...options, analyticsReporting: false });
  new StocktakeStack(app, 'Stocktake', valuesOf, { synthesizer: plainSynthesizer() });
  return app;
}

/** The template of the release, as JSON. */
export function releaseTemplate(): string {
  const template: unknown = makeReleaseApp().synth().getStackByName('Stocktake').template;
  return `${JSON.stringify(template, null, 1)}\n`;
}
