import { generate } from 'selfsigned';
import type { Certificate } from './exchange.js';

/**
 * Makes a certificate good for a day, for this machine and, since stocktake turns only the socket away from AWS, for
 * AWS's own names in these regions: nothing secret lies in the repository.
 */
export async function makeCertificate(regions: readonly string[]): Promise<Certificate> {
  const hosts = regions.flatMap(region => [
    `*.${region}.amazonaws.com`,
    `*.s3.${region}.amazonaws.com`,
    `*.s3-control.${region}.amazonaws.com`,
  ]);
  const names = ['localhost', '*.amazonaws.com', ...hosts].map(value => ({ type: 2 as const, value }));
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 24 * 3600_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'subjectAltName', altNames: [...names, { type: 7, ip: '127.0.0.1' }] },
    ],
  });
  return { cert: made.cert, key: made.private };
}
