import type { DefaultCacheBehavior, DistributionSummary } from '@aws-sdk/client-cloudfront';
import { check, fail, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import type { MetricSeries } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { cannotTell } from '../../core/unavailable.js';

/** A distribution, as ListDistributions tells. */
export interface Distribution {
  Id: string;
  ARN: string;
  DomainName: string;
  Aliases: string[];
  Enabled: boolean;
  Status: string;
  Comment: string;
  LastModifiedTime: string | null;
  PriceClass: string;
  /** The web ACL, empty for none. */
  WebACLId: string;
  Origins: { Id: string; DomainName: string }[];
  /** ARNs of Lambda@Edge and CloudFront functions of all cache behaviours. */
  LambdaFunctionARNs: string[];
  FunctionARNs: string[];
  ViewerCertificate: {
    CloudFrontDefaultCertificate: boolean;
    ACMCertificateArn: string | null;
    IAMCertificateId: string | null;
    SSLSupportMethod: string | null;
  };
}

export const distributions = collection<Distribution, { use: { Requests: MetricSeries } }>({
  id: 'cloudfront.distributions',
  scope: 'global',
  noun: 'CloudFront distributions',
  calls: ['cloudfront:ListDistributions'],
  async list(aws) {
    const { CloudFrontClient, paginateListDistributions } = await import('./sdk.js');
    const found: Distribution[] = [];
    for await (const page of paginateListDistributions({ client: aws.client(CloudFrontClient) }, {})) {
      found.push(...(page.DistributionList?.Items ?? []).map(distributionOf));
    }
    return found;
  },
  resource: ({ Id, ARN, Aliases, DomainName }) => ({
    id: Id,
    arn: ARN,
    name: Aliases[0] ?? DomainName,
    type: 'AWS::CloudFront::Distribution',
  }),
  details: {
    use: {
      metrics: ({ Id }) => ({
        Requests: {
          Namespace: 'AWS/CloudFront',
          MetricName: 'Requests',
          Dimensions: { DistributionId: Id, Region: 'Global' },
          Statistic: 'Sum',
          Days: 90,
        },
      }),
      metricRegion: (_distribution, { globalRegion }) => globalRegion,
    },
  },
});

function distributionOf(one: DistributionSummary): Distribution {
  const behaviours: Pick<DefaultCacheBehavior, 'LambdaFunctionAssociations' | 'FunctionAssociations'>[] = [
    ...(one.DefaultCacheBehavior ? [one.DefaultCacheBehavior] : []),
    ...(one.CacheBehaviors?.Items ?? []),
  ];
  const certificate = one.ViewerCertificate;
  return {
    Id: one.Id ?? '',
    ARN: one.ARN ?? '',
    DomainName: one.DomainName ?? '',
    Aliases: [...(one.Aliases?.Items ?? [])],
    Enabled: one.Enabled ?? false,
    Status: one.Status ?? '',
    Comment: one.Comment ?? '',
    LastModifiedTime: isoOf(one.LastModifiedTime),
    PriceClass: one.PriceClass ?? '',
    WebACLId: one.WebACLId ?? '',
    Origins: (one.Origins?.Items ?? []).map(({ Id = '', DomainName = '' }) => ({ Id, DomainName })),
    LambdaFunctionARNs: unique(
      behaviours.flatMap(each => each.LambdaFunctionAssociations?.Items ?? []).map(item => item.LambdaFunctionARN),
    ),
    FunctionARNs: unique(
      behaviours.flatMap(each => each.FunctionAssociations?.Items ?? []).map(item => item.FunctionARN),
    ),
    ViewerCertificate: {
      CloudFrontDefaultCertificate: certificate?.CloudFrontDefaultCertificate ?? false,
      ACMCertificateArn: certificate?.ACMCertificateArn || null,
      IAMCertificateId: certificate?.IAMCertificateId || null,
      SSLSupportMethod: certificate?.SSLSupportMethod ?? null,
    },
  };
}

const unique = (texts: readonly (string | undefined)[]): string[] =>
  [...new Set(texts.filter(text => text !== undefined))].sort();

/** The bucket that an origin reads from, or undefined for an origin of another kind. Names may have dots. */
export const originBucketOf = ({ DomainName }: { DomainName: string }): string | undefined =>
  /^(.+?)\.s3[.-](?:.*\.)?amazonaws\.com(?:\.cn)?$/.exec(DomainName)?.[1];

export const sni = check({
  id: 'cloudfront-distribution-sni',
  title: 'Distributions with a certificate of their own serve it by SNI',
  why: 'An address of its own at every edge is for browsers of before 2010, and costs 600 USD a month for each certificate.',
  fix: {
    byHand:
      'In the settings of distribution {Id}, turn off legacy clients support, or set ViewerCertificate.SSLSupportMethod to sni-only with "aws cloudfront update-distribution".',
    note: 'Clients that do not send a server name (Windows XP, Android before 3) are then refused.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: ['cloudfront:ListDistributions.ViewerCertificate.SSLSupportMethod'],
  on: distributions.with(),
  scope: 'uses the certificate of CloudFront',
  applies: ({ ViewerCertificate: certificate }) =>
    !certificate.CloudFrontDefaultCertificate &&
    (certificate.ACMCertificateArn !== null || certificate.IAMCertificateId !== null),
  test({ Id, ViewerCertificate: { SSLSupportMethod: method } }) {
    const seen = saw('cloudfront:ListDistributions', 'ViewerCertificate.SSLSupportMethod', method, 'sni-only');
    if (method === null)
      cannotTell(
        'unexpected-answer',
        'cloudfront:ListDistributions',
        `${Id} has no ViewerCertificate.SSLSupportMethod`,
      );
    if (method === 'sni-only') return pass('its certificate is served by SNI', seen);
    const failed = fail(`SSLSupportMethod is ${method}: its certificate has addresses of its own`, seen);
    return method === 'vip' ? { ...failed, saving: saves({ price: 'cloudfront/SSL-Cert-Custom', units: 1 }) } : failed;
  },
});
