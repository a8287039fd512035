import { collection } from '../../core/collection.js';
import type { MetricSeries } from '../../core/metrics.js';
import { getLogging, readLogging } from '../wafv2/logging.js';
import { type Kept, referTo } from '../wafv2/places.js';
import { listWebAcls, listWebAclsCall } from '../wafv2/web-acls.js';

/** The logging of a web ACL into a log group of CloudWatch. */
export interface LogConfiguration extends Kept {
  LogGroupName: string;
  LoggingFilter: { DefaultBehavior: string } | null;
}

/** Days over which logs are measured. */
export const logDays = 90;

/** Web ACLs that log to CloudWatch; those that log elsewhere, or not at all, are left out. */
export const logConfigurations = collection<LogConfiguration, { volume: { IncomingBytes: MetricSeries } }>({
  id: 'waf.log-configurations',
  scope: 'global',
  noun: 'web ACLs that log to CloudWatch',
  none: 'no WAF web ACL logs to CloudWatch',
  calls: [listWebAclsCall, { ...getLogging, each: true }],
  async list(aws) {
    const read = await Promise.all(
      (await listWebAcls(aws)).map(async (acl): Promise<LogConfiguration[]> => {
        try {
          const logging = await readLogging(acl, aws);
          return (logging?.LogDestinationConfigs ?? []).flatMap(destination => {
            const LogGroupName = nameOf(destination);
            return LogGroupName === undefined
              ? []
              : [{ ...acl, LogGroupName, LoggingFilter: logging?.LoggingFilter ?? null }];
          });
        } catch (error) {
          aws.missed(referTo(acl), error);
          return [];
        }
      }),
    );
    return read.flat();
  },
  resource: acl => ({ ...referTo(acl), type: 'AWS::WAFv2::LoggingConfiguration' }),
  details: {
    volume: {
      metrics: ({ LogGroupName }) => ({
        IncomingBytes: {
          Namespace: 'AWS/Logs',
          MetricName: 'IncomingBytes',
          Dimensions: { LogGroupName },
          Statistic: 'Sum',
          Days: logDays,
        },
      }),
      metricRegion: ({ Region }) => Region,
    },
  },
});

/** `aws-waf-logs-shop` of `arn:aws:logs:eu-north-1:111122223333:log-group:aws-waf-logs-shop:*`; undefined for what is no log group. */
const nameOf = (destination: string): string | undefined =>
  /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(destination)?.[1];
