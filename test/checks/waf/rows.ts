import type { LogConfiguration } from '../../../src/checks/waf/logs.js';
import type { Measured, Requests } from '../../../src/checks/waf/traffic.js';
import type { StoredRow } from '../../../src/core/world.js';
import { daily } from '../../support/series.js';
import { row } from '../../support/world.js';

/** Requests of 90 days: these, and none of any other kind. */
export const requests = (more: Partial<Requests> = {}): Requests => ({
  AllowedRequests: daily(),
  BlockedRequests: daily(),
  CaptchaRequests: daily(),
  ChallengeRequests: daily(),
  AllowedByDefault: daily(),
  BlockedByDefault: daily(),
  ...more,
});

/** How the requests of a web ACL are counted; null where it publishes no metrics. */
export const trafficRow = (acl: StoredRow, counted: unknown = requests()): StoredRow =>
  row({ ...acl.item, MetricName: counted === null ? null : 'metric' } as Measured, { requests: counted }, 'global');

/** The logging of a web ACL into a log group, so many bytes on each of the days named. */
export const logRow = (
  acl: StoredRow,
  bytes: Record<number, number>,
  more: Partial<LogConfiguration> = {},
): StoredRow =>
  row(
    { ...acl.item, LogGroupName: 'aws-waf-logs-shop', LoggingFilter: null, ...more } as LogConfiguration,
    { volume: { IncomingBytes: daily(bytes) } },
    'global',
  );
