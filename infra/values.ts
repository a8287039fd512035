import type { CfnCondition } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { PolicyDocument } from '../src/core/policy-document.js';

/** A resource or a property that is there or not: known now, or by a parameter when the stack is made. */
export type Choice = boolean | CfnCondition;

/** What the stack is made with. Texts and numbers may stand for parameters of the template. */
export interface Values {
  code: Code;
  /** What the function may read, by the rules that were configured. */
  reads: readonly PolicyDocument[];
  schedule: string;
  timeZone: string;
  /** Separated by commas, or `all`. */
  regions: string;
  services: string;
  categories: string;
  emails: readonly { address: string; wanted: Choice }[];
  retentionDays: number;
  logRetentionDays: number;
  memory: number;
  timeout: number;
  continuations: number;
  reserve: Choice;
  /** The owner's key; where there is none the stack makes one for the topic, and the bucket uses that of S3. */
  key: { arn: string; given: Choice };
  /** The alarm on missing reports. */
  noReport: { hours: number; wanted: Choice };
  namespace: string;
}
