import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import type { Finding, Report } from '../../src/core/types.js';
import type { LoggedCall } from '../server/fault-proxy.js';
import { deploy } from './deploy.js';
import { Deployed } from './deployed.js';
import { installed, type Ministack, startMinistack } from './ministack.js';
import { rules } from './rules.js';
import { seedAccount } from './seed.js';
import { type Subscriber, subscribe } from './subscriber.js';

/** An account with things in it, and stocktake deployed to it. */
export interface World extends Omit<Ministack, 'python'> {
  stocktake: Deployed;
  subscriber: Subscriber;
}

const synthesized = fileURLToPath(new URL('../../infra/cdk.out', import.meta.url));

/** Starts an emulator, fills its account, deploys the unchanged template and subscribes to its topic. */
export async function startWorld(): Promise<World> {
  const emulator = await startMinistack();
  try {
    await seedAccount(emulator.aws);
    const {
      BucketName = '',
      TopicArn = '',
      FunctionName = '',
      ScheduleName = '',
    } = await deploy(emulator, synthesized);
    const stocktake = new Deployed(emulator.aws, { BucketName, TopicArn, FunctionName, ScheduleName });
    await stocktake.write('config/rules.yaml', rules);
    return { ...emulator, stocktake, subscriber: await subscribe(emulator.aws, TopicArn) };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

/** A `describe` that is skipped, with the reason in its title, where the emulator cannot run. */
export function describeDeployed(title: string, body: () => void): void {
  if (installed.available) {
    describe(title, body);
    return;
  }
  process.stderr.write(`tests of the deployment are skipped: ${installed.reason}\n`);
  describe.skip(`${title} [skipped: ${installed.reason}]`, body);
}

/** What must be the same in two reports on the same account: everything but the times and what is derived from them. */
export function timeless(report: Report): object {
  const { started: _started, finished: _finished, changes: _changes, trend: _trend, plan: _plan, ...rest } = report;
  return rest;
}

/** The verdicts of one rule: `FAIL grace`. */
export const verdictsOf = ({ findings }: Report, rule: string): string[] =>
  findings
    .filter(one => one.rule === rule)
    .map(({ verdict, resource }: Finding) => `${verdict} ${resource.name ?? resource.id}`);

/** The calls that an identity was refused. */
export const denials = (calls: readonly LoggedCall[]): LoggedCall[] =>
  calls.filter(({ refusal = '' }) => /AccessDenied|Unauthorized|not authorized|AuthorizationError/.test(refusal));
