import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Report } from '../../src/core/types.js';
import type { Clients } from './ministack.js';

/** What the stack says of itself. */
export interface Outputs {
  BucketName: string;
  TopicArn: string;
  FunctionName: string;
  ScheduleName: string;
}

/** How an invocation ended. */
export interface Invocation {
  /** Undefined where the function ended well. */
  error: string | undefined;
  payload: string;
  log: string;
}

/** The deployed tool, as its owner handles it: schedule, function and bucket. */
export class Deployed {
  constructor(
    private readonly aws: Clients,
    readonly outputs: Outputs,
  ) {}

  /** The schedule as it is deployed. */
  schedule() {
    return this.aws(SchedulerClient).send(new GetScheduleCommand(this.#scheduleName));
  }

  get #scheduleName(): { Name: string; GroupName?: string } {
    const [Name = '', GroupName] = this.outputs.ScheduleName.split('/').reverse();
    return GroupName === undefined ? { Name } : { Name, GroupName };
  }

  /** Has the deployed target start within seconds, through a copy of the schedule that fires once. */
  async fireSchedule(): Promise<void> {
    const { Target } = await this.schedule();
    const soon = new Date(Date.now() + 1000).toISOString().slice(0, 19);
    const once = { ScheduleExpression: `at(${soon})`, FlexibleTimeWindow: { Mode: 'OFF' } as const };
    await this.aws(SchedulerClient).send(new CreateScheduleCommand({ Name: 'now', ...once, Target }));
  }

  /** Starts the function with the input that the schedule gives it, and waits for its end. */
  async run(): Promise<Invocation> {
    const { Target } = await this.schedule();
    const { FunctionName } = this.outputs;
    const asked = new InvokeCommand({ FunctionName, Payload: Buffer.from(Target?.Input ?? '{}'), LogType: 'Tail' });
    const { FunctionError, Payload, LogResult } = await this.aws(LambdaClient).send(asked);
    return {
      error: FunctionError,
      payload: Buffer.from(Payload ?? []).toString(),
      log: Buffer.from(LogResult ?? '', 'base64').toString(),
    };
  }

  /** Has the function run to a good end and gives the report that it wrote; fails with the function's own words. */
  async audit(): Promise<Report> {
    const { error, payload, log } = await this.run();
    if (error !== undefined) throw new Error(`the function failed (${error}): ${payload}\n${log}`);
    return this.report();
  }

  /** Changes time-out and environment of the function, as an owner may; the other variables stay. */
  async configure({ timeout, environment }: { timeout?: number | undefined; environment: Record<string, string> }) {
    const { FunctionName } = this.outputs;
    const lambda = this.aws(LambdaClient);
    const now = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...now.Environment?.Variables, ...environment };
    const Timeout = timeout ?? now.Timeout;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout, Environment: { Variables } }));
    return { timeout: now.Timeout, environment: now.Environment?.Variables ?? {} };
  }

  /** Names of the objects that the bucket holds below a prefix. */
  async keys(Prefix = ''): Promise<string[]> {
    const listed = await this.aws(S3Client).send(new ListObjectsV2Command({ Bucket: this.outputs.BucketName, Prefix }));
    return (listed.Contents ?? []).map(object => object.Key ?? '').sort();
  }

  /** The text of one object. */
  async read(Key: string): Promise<string> {
    const { Body } = await this.aws(S3Client).send(new GetObjectCommand({ Bucket: this.outputs.BucketName, Key }));
    return (await Body?.transformToString()) ?? '';
  }

  /** The last report. */
  async report(): Promise<Report> {
    return JSON.parse(await this.read('latest/report.json')) as Report;
  }

  /** Puts an object into the bucket, as the owner does with `rules.yaml`. */
  async write(Key: string, Body: string): Promise<void> {
    await this.aws(S3Client).send(new PutObjectCommand({ Bucket: this.outputs.BucketName, Key, Body }));
  }
}
