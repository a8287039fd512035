import type { Distribution } from '../../../src/checks/cloudfront/distributions.js';
import type { MetricSeries } from '../../../src/core/metrics.js';
import type { StoredRow } from '../../../src/core/world.js';
import { row } from '../../support/world.js';
import { series } from '../s3/rows.js';

const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/c-1';

export const servedBy = (SSLSupportMethod: string | null, more: Partial<Distribution['ViewerCertificate']> = {}) => ({
  ViewerCertificate: {
    CloudFrontDefaultCertificate: false,
    ACMCertificateArn: certificate,
    IAMCertificateId: null,
    SSLSupportMethod,
    ...more,
  },
});

export const distributionRow = (
  Id: string,
  more: Partial<Distribution> = {},
  Requests: MetricSeries = series(null),
): StoredRow =>
  row(
    {
      Id,
      ARN: `arn:aws:cloudfront::111122223333:distribution/${Id}`,
      DomainName: `${Id.toLowerCase()}.cloudfront.net`,
      Aliases: [],
      Enabled: true,
      Status: 'Deployed',
      Comment: '',
      LastModifiedTime: '2026-01-01T00:00:00.000Z',
      PriceClass: 'PriceClass_100',
      WebACLId: '',
      Origins: [],
      LambdaFunctionARNs: [],
      FunctionARNs: [],
      ...servedBy('sni-only'),
      ...more,
    } satisfies Distribution,
    { use: { Requests } },
    'global',
  );
