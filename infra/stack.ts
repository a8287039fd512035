import { CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addAlarms } from './alarms.js';
import { exemptionsOf, explain } from './explain.js';
import { makeFunction } from './function.js';
import { makeSchedule } from './schedule.js';
import { makeBucket, makeKey, makeQueue, makeTopic } from './places.js';
import type { Values } from './values.js';

/** The scheduled audit of one account: a schedule, a function, a bucket for reports, a topic for messages, and alarms. */
export class StocktakeStack extends Stack {
  /** `valuesOf` may add parameters to the stack and give what stands for them. */
  constructor(scope: Construct, id: string, valuesOf: (stack: Stack) => Values, props: StackProps = {}) {
    super(scope, id, { description: 'Audits this AWS account on a schedule (stocktake)', ...props });
    const values = valuesOf(this);
    const key = makeKey(this, values);
    const bucket = makeBucket(this, values);
    const topic = makeTopic(this, values, key);
    const deadLetters = makeQueue(this);
    const audit = makeFunction(this, values, { bucket, topic, key, deadLetters });
    const schedule = makeSchedule(this, values, audit, deadLetters);
    addAlarms(this, values, { audit, topic, deadLetters });
    explain(exemptionsOf(this, bucket));
    const outputs = {
      BucketName: [bucket.bucketName, 'Where the reports are'],
      TopicArn: [topic.topicArn, 'Where the messages go'],
      FunctionName: [audit.functionName, 'The function that audits'],
      ScheduleName: [schedule.scheduleName, 'When it audits'],
    } as const;
    for (const [name, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, name, { value, description });
    }
  }
}

/** Leaves out the parameter that asks for the version of the bootstrap stack: nothing here needs a certain one. */
export const plainSynthesizer = (): IStackSynthesizer =>
  new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
