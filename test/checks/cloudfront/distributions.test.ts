import { describe, expect, it } from 'vitest';
import { originBucketOf, sni } from '../../../src/checks/cloudfront/distributions.js';
import { gap, judge, world } from '../../support/world.js';
import { distributionRow, servedBy } from './rows.js';

describe('cloudfront-distribution-sni', () => {
  const judged = async (more: object) =>
    (await judge(sni, world({ 'cloudfront.distributions': [distributionRow('E1', more)] })))[0];

  it.each([
    ['sni-only', servedBy('sni-only'), 'PASS'],
    ['vip', servedBy('vip'), 'FAIL'],
    ['static-ip', servedBy('static-ip'), 'FAIL'],
    ['a certificate of IAM', servedBy('vip', { ACMCertificateArn: null, IAMCertificateId: 'ASCA1' }), 'FAIL'],
    ['the certificate of CloudFront', servedBy(null, { CloudFrontDefaultCertificate: true }), 'NOT_APPLICABLE'],
    ['no certificate', servedBy(null, { ACMCertificateArn: null }), 'NOT_APPLICABLE'],
    ['no method', servedBy(null), 'NOT_AVAILABLE'],
  ])('%s', async (_what, more, verdict) => {
    expect((await judged(more))?.verdict).toBe(verdict);
  });

  it('is priced by the certificate, and only where addresses of its own are', async () => {
    expect((await judged(servedBy('vip')))?.saving).toEqual({
      releases: [{ price: 'cloudfront/SSL-Cert-Custom', units: 1 }],
    });
    expect((await judged(servedBy('static-ip')))?.saving).toBeUndefined();
  });

  it('waits for the permission', async () => {
    const hidden = { gaps: [gap('cloudfront:ListDistributions', { region: 'global' })] };
    expect((await judge(sni, world({ 'cloudfront.distributions': hidden })))[0]?.verdict).toBe('NOT_AVAILABLE');
  });
});

it.each([
  ['photos.s3.amazonaws.com', 'photos'],
  ['photos.s3.eu-north-1.amazonaws.com', 'photos'],
  ['www.photos.example.s3.eu-north-1.amazonaws.com', 'www.photos.example'],
  ['photos.s3-website.eu-north-1.amazonaws.com', 'photos'],
  ['photos.s3-website-us-east-1.amazonaws.com', 'photos'],
  ['photos.s3.cn-north-1.amazonaws.com.cn', 'photos'],
  ['shop.example', undefined],
  ['abc.execute-api.eu-north-1.amazonaws.com', undefined],
])('%s reads from bucket %s', (DomainName, bucket) => {
  expect(originBucketOf({ DomainName })).toBe(bucket);
});
