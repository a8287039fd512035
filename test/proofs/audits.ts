import { type AuditOptions, audit, plan } from '../../src/audit.js';
import { actionsOf } from '../../src/core/plan.js';
import type { Finding, Report } from '../../src/core/types.js';
import { maxDetectorFindings, now, regions } from './shop.js';

process.env['AWS_ACCESS_KEY_ID'] ??= 'testing';
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'testing';

/** Audits the shop through the server on `port`, at the shop's time and with hardly any wait between attempts. */
export const auditShop = (port: number, options: AuditOptions = {}): Promise<Report> =>
  audit({
    endpointUrl: `http://127.0.0.1:${port}`,
    regions,
    now,
    maxDetectorFindings,
    retryDelay: () => 1,
    ...options,
  });

/** The rules that do not wait for CloudTrail's event history, of which AWS answers two requests a second. */
export const quickRules = plan()
  .rules.filter(rule => !actionsOf(rule).includes('cloudtrail:LookupEvents'))
  .map(rule => rule.check.id);

/** What a finding is about; an audit has each at most once. */
export const keyOf = ({ rule, resource }: Finding): string => `${rule} | ${resource.region} | ${resource.id}`;

/** The findings of a report by what they are about. */
export function byKey(findings: readonly Finding[]): Map<string, Finding> {
  const found = new Map<string, Finding>();
  for (const finding of findings) {
    const key = keyOf(finding);
    if (found.has(key)) throw new Error(`two findings are about ${key}`);
    found.set(key, finding);
  }
  return found;
}

/** Runs the jobs, a few at a time: most of an audit is waiting. */
export async function inBatches<Job>(
  jobs: readonly Job[],
  atOnce: number,
  run: (job: Job) => Promise<void>,
): Promise<void> {
  const left = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) await run(job);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
