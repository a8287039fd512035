import type { Handler } from '../../test/server/stub.js';
import { account, daysAgo } from './place.js';

const none = { Quantity: 0 };

/** The distribution before Lodge's pictures and its old site. */
export const cloudfront: Record<string, Handler> = {
  'cloudfront:ListDistributions': () => ({
    DistributionList: {
      Marker: '',
      MaxItems: 100,
      IsTruncated: false,
      Quantity: 1,
      Items: [
        {
          Id: 'E1LODGEWWW0001',
          ARN: `arn:aws:cloudfront::${account}:distribution/E1LODGEWWW0001`,
          Status: 'Deployed',
          LastModifiedTime: new Date(daysAgo(48)),
          DomainName: 'd1lodgeexample.cloudfront.net',
          Aliases: { Quantity: 2, Items: ['www.lodge.example', 'media.lodge.example'] },
          Origins: { Quantity: 1, Items: [{ Id: 'media', DomainName: 'lodge-media.s3.eu-north-1.amazonaws.com' }] },
          DefaultCacheBehavior: { TargetOriginId: 'media', ViewerProtocolPolicy: 'redirect-to-https' },
          CacheBehaviors: none,
          CustomErrorResponses: none,
          Comment: 'Pictures of cabins',
          PriceClass: 'PriceClass_100',
          Enabled: true,
          ViewerCertificate: {
            ACMCertificateArn: `arn:aws:acm:us-east-1:${account}:certificate/6b1f3c52-0000-4000-8000-00000000media`,
            SSLSupportMethod: 'sni-only',
            MinimumProtocolVersion: 'TLSv1.2_2021',
          },
          Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
          WebACLId: `arn:aws:wafv2:us-east-1:${account}:global/webacl/lodge-www/a1b2c3d4-5e6f-4a7b-8c9d-0e1f2a3b4c33`,
          HttpVersion: 'http2and3',
          IsIPV6Enabled: true,
          Staging: false,
        },
      ],
    },
  }),
};
