import type { Handler } from '../server/stub.js';

const none = { Quantity: 0 };

/** The distribution of the shop, with a certificate of its own. */
export const cloudfront: Record<string, Handler> = {
  'cloudfront:ListDistributions': () => ({
    DistributionList: {
      Marker: '',
      MaxItems: 100,
      IsTruncated: false,
      Quantity: 1,
      Items: [
        {
          Id: 'E1SHOP',
          ARN: 'arn:aws:cloudfront::123456789012:distribution/E1SHOP',
          Status: 'Deployed',
          LastModifiedTime: new Date('2026-01-01T00:00:00Z'),
          DomainName: 'd1shop.cloudfront.net',
          Aliases: { Quantity: 1, Items: ['shop.example'] },
          Origins: { Quantity: 1, Items: [{ Id: 'site', DomainName: 'site.shop.example' }] },
          DefaultCacheBehavior: { TargetOriginId: 'site', ViewerProtocolPolicy: 'redirect-to-https' },
          CacheBehaviors: none,
          CustomErrorResponses: none,
          Comment: 'the shop',
          PriceClass: 'PriceClass_100',
          Enabled: true,
          ViewerCertificate: {
            ACMCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/c-1',
            SSLSupportMethod: 'vip',
            MinimumProtocolVersion: 'TLSv1',
          },
          Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
          WebACLId: '',
          HttpVersion: 'http2',
          IsIPV6Enabled: true,
          Staging: false,
        },
      ],
    },
  }),
};
