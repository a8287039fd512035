import { distributionRow, servedBy } from '../checks/cloudfront/rows.js';
import { type World, world } from '../support/world.js';

const site = world({
  'cloudfront.distributions': [
    distributionRow('E1'),
    distributionRow('E2', servedBy('vip')),
    distributionRow('E3', servedBy(null, { CloudFrontDefaultCertificate: true, ACMCertificateArn: null })),
  ],
});

export const worlds: World[] = [site];
