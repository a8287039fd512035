import { collection, type Seen } from '../../core/collection.js';
import { type MetricQuery, type MetricSeries } from '../../core/metrics.js';
import type { Table } from '../../core/table.js';
import { getWebAcl, readDefinition } from '../wafv2/definition.js';
import { type Kept, referTo } from '../wafv2/places.js';
import { listWebAcls, listWebAclsCall } from '../wafv2/web-acls.js';

/** A web ACL, and the name that CloudWatch knows it by; null where it publishes no metrics. */
export interface Measured extends Kept {
  MetricName: string | null;
}

/** Requests by what became of them; what the default action decided is told once more by itself. */
export interface Requests {
  AllowedRequests: MetricSeries;
  BlockedRequests: MetricSeries;
  CaptchaRequests: MetricSeries;
  ChallengeRequests: MetricSeries;
  AllowedByDefault: MetricSeries;
  BlockedByDefault: MetricSeries;
}

/** Days over which requests are counted. */
export const requestDays = 90;

/** The web ACLs once more, with the name of their metrics, which only their definition tells. */
export const traffic = collection<Measured, { requests: Requests | null }>({
  id: 'waf.traffic',
  scope: 'global',
  noun: 'metrics of WAF web ACLs',
  calls: [listWebAclsCall, { ...getWebAcl, each: true }],
  async list(aws) {
    const named = await Promise.all(
      (await listWebAcls(aws)).map(async (acl): Promise<Measured | undefined> => {
        try {
          const { VisibilityConfig: visible } = await readDefinition(acl, aws);
          return { ...acl, MetricName: visible?.CloudWatchMetricsEnabled ? visible.MetricName : null };
        } catch (error) {
          aws.missed(referTo(acl), error);
          return undefined;
        }
      }),
    );
    return named.filter(acl => acl !== undefined);
  },
  resource: acl => ({ ...referTo(acl), type: 'AWS::WAFv2::WebACL' }),
  details: {
    requests: {
      when: ({ MetricName }) => MetricName !== null,
      otherwise: null,
      metrics: acl => ({
        AllowedRequests: countOf('AllowedRequests', 'ALL', acl),
        BlockedRequests: countOf('BlockedRequests', 'ALL', acl),
        CaptchaRequests: countOf('CaptchaRequests', 'ALL', acl),
        ChallengeRequests: countOf('ChallengeRequests', 'ALL', acl),
        AllowedByDefault: countOf('AllowedRequests', 'Default_Action', acl),
        BlockedByDefault: countOf('BlockedRequests', 'Default_Action', acl),
      }),
      metricRegion: ({ Region }) => Region,
    },
  },
});

/** What CloudFront uses is counted without a region. */
const countOf = (MetricName: string, Rule: string, { MetricName: WebACL, Region, Scope }: Measured): MetricQuery => ({
  Namespace: 'AWS/WAFV2',
  MetricName,
  Dimensions: { WebACL: WebACL ?? '', Rule, ...(Scope === 'REGIONAL' ? { Region } : {}) },
  Statistic: 'Sum',
  Days: requestDays,
});

/** The row of one web ACL. */
export const trafficOf = <Row extends Seen<Measured>>(ARN: string, table: Table<Row>): Row | undefined =>
  table.at('ARN', ARN as Row['ARN']).first();
