import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import type { Report } from '../../src/core/types.js';
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

/**
 * Starts an emulator, fills its account, deploys the unchanged template and subscribes to its topic. `regions` are those
 * that the owner has it audit from then on, in place of all.
 */
export async function startWorld({ regions }: { regions?: string } = {}): Promise<World> {
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
    if (regions !== undefined) await stocktake.configure({ environment: { STOCKTAKE_REGIONS: regions } });
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

/** What must be the same in two reports on the same account: all but times, calls made, and what compares with earlier runs. */
export function timeless(report: Report): object {
  const { started: _started, finished: _finished, plan: _plan, changes: _changes, trend: _trend, ...rest } = report;
  // The root user's line of the credential report is as old as the report.
  const findings = report.findings.map(one => ({ ...one, resource: { ...one.resource, changed: undefined } }));
  return { ...rest, findings };
}

/** The verdicts of one rule, sorted: `FAIL grace`. */
export const verdictsOf = ({ findings }: Report, rule: string): string[] =>
  findings
    .filter(one => one.rule === rule)
    .map(({ verdict, resource }) => `${verdict} ${resource.name ?? resource.id}`)
    .sort();

/** Waits until deployed functions have asked nothing for a while. */
export async function untilQuiet({ proxy }: World): Promise<void> {
  for (let seen = -1; seen !== proxy.calls.length; ) {
    seen = proxy.calls.length;
    await wait(500);
  }
}

/** The calls that an identity was refused. */
export const denials = (calls: readonly LoggedCall[]): LoggedCall[] =>
  calls.filter(({ refusal = '' }) => /AccessDenied|Unauthorized|not authorized|AuthorizationError/.test(refusal));
