import { check, fail, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, type Saving } from '../../core/saving.js';
import type { Table } from '../../core/table.js';
import type { RowOf, Seen } from '../../core/collection.js';
import { logConfigurations } from './logs.js';
import { type Measured, traffic } from './traffic.js';

const window = 30;
const measured = traffic.with('requests');

export const logVolumeBounded = check({
  id: 'waf-log-volume-bounded',
  title: 'WAF logs to CloudWatch only what somebody reads',
  why: 'Without a filter every request that was let through is logged, and CloudWatch bills each gigabyte. Mostly people look for what was stopped or counted.',
  fix: {
    command: 'aws wafv2 get-logging-configuration --resource-arn {ARN} --region {Region}',
    note: 'Add a LoggingFilter that keeps BLOCK and COUNT, with DefaultBehavior DROP, and hand all of it to "aws wafv2 put-logging-configuration": what is left out is removed. A bucket as the destination is cheaper, too. Keep everything where an audit asks for it.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: [
    'wafv2:GetLoggingConfiguration.LoggingConfiguration.LoggingFilter',
    'cloudwatch:GetMetricData.IncomingBytes',
  ],
  on: logConfigurations.with('volume'),
  also: { others: logConfigurations.with(), measured },
  params: { max_gb: 10 },
  test(logs, tables, { params }) {
    const { LogGroupName, LoggingFilter, Region } = logs;
    const filter = saw(
      'wafv2:GetLoggingConfiguration',
      'LoggingConfiguration.LoggingFilter',
      LoggingFilter,
      'a filter',
    );
    if (LoggingFilter) return pass(`a filter decides what is logged (${LoggingFilter.DefaultBehavior})`, filter);
    const bytes = totalOf(lastDays(logs.volume.IncomingBytes, window));
    const gigabytes = bytes / gigabyte;
    const most = `at most ${params.max_gb} GB in ${window} days`;
    const seen = saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes, most);
    const message = `log group ${LogGroupName} took in ${gigabytes.toFixed(1)} GB in ${window} days`;
    if (gigabytes <= params.max_gb) return pass(message, filter, seen);
    const sharers = tables.others
      .where(one => one.LogGroupName === LogGroupName && one.Region === Region)
      .seen().length;
    const allowed = shareAllowed(logs.ARN, tables.measured);
    return {
      ...fail(`${message}, without a filter${sayAllowed(allowed)}`, filter, seen),
      ...(allowed === undefined ? {} : { saving: dropping((gigabytes / Math.max(1, sharers)) * allowed) }),
    };
  },
});

/** What is let through is as good as never looked for; that records are of one size is an assumption. */
const dropping = (units: number): Saving => ({
  releases: [{ price: 'cloudwatch/VendedLog-Bytes', units }],
  estimated: true,
});

const sayAllowed = (share: number | undefined): string =>
  share === undefined ? '' : `; ${Math.round(share * 100)} % of the requests were let through, and need no record`;

/** Only to say what a filter would save: where requests are not counted, nothing is said. */
function shareAllowed(ARN: string, table: Table<Seen<Measured> & RowOf<typeof measured>>): number | undefined {
  const [seen] = table.where(one => one.ARN === ARN && one.requests !== null).seen();
  if (!seen?.requests) return undefined;
  const allowed = totalOf(lastDays(seen.requests.AllowedRequests, window));
  const all = allowed + totalOf(lastDays(seen.requests.BlockedRequests, window));
  return all > 0 ? allowed / all : undefined;
}
