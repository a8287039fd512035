import { check, fail, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { daysBetween, isoOf, sayDaysAgo } from '../../core/facts.js';
import { cannotTell } from '../../core/unavailable.js';

const sdk = () => import('./sdk.js');

/** A TLS certificate in the IAM certificate store, as ListServerCertificates tells. */
export interface ServerCertificate {
  ServerCertificateName: string;
  ServerCertificateId: string;
  Arn: string;
  Path: string;
  UploadDate: string | null;
  Expiration: string | null;
}

export const serverCertificates = collection<ServerCertificate>({
  id: 'iam.serverCertificates',
  scope: 'global',
  noun: 'IAM server certificates',
  calls: ['iam:ListServerCertificates'],
  async list(aws) {
    const { IAMClient, paginateListServerCertificates } = await sdk();
    const found: ServerCertificate[] = [];
    for await (const page of paginateListServerCertificates({ client: aws.client(IAMClient) }, {})) {
      for (const one of page.ServerCertificateMetadataList ?? []) {
        found.push({
          ServerCertificateName: one.ServerCertificateName ?? '',
          ServerCertificateId: one.ServerCertificateId ?? '',
          Arn: one.Arn ?? '',
          Path: one.Path ?? '',
          UploadDate: isoOf(one.UploadDate),
          Expiration: isoOf(one.Expiration),
        });
      }
    }
    return found;
  },
  resource: one => ({ id: one.ServerCertificateName, arn: one.Arn, type: 'AWS::IAM::ServerCertificate' }),
});

export const notExpired = check({
  id: 'iam-server-certificate-not-expired',
  title: 'No expired certificate is kept in IAM',
  why: 'A load balancer that is given an expired certificate shows every visitor a security warning.',
  fix: {
    command: 'aws iam delete-server-certificate --server-certificate-name {ServerCertificateName}',
    note: 'Make sure that no load balancer or CloudFront distribution uses it; move those to a certificate of ACM first.',
  },
  fields: ['iam:ListServerCertificates.ServerCertificateMetadataList.Expiration'],
  on: serverCertificates.with(),
  test(one, _also, { now }) {
    const api = 'iam:ListServerCertificates';
    if (one.Expiration === null) cannotTell('unexpected-answer', api, 'AWS does not say when this certificate expires');
    const seen = saw(api, 'ServerCertificateMetadataList.Expiration', one.Expiration, 'later than now');
    const day = one.Expiration.slice(0, 10);
    if (new Date(one.Expiration) > now) return pass(`expires on ${day}`, seen);
    return fail(`expired on ${day}, ${sayDaysAgo(daysBetween(one.Expiration, now))}`, seen);
  },
});
