import { describe, expect, it } from 'vitest';
import { notExpired } from '../../../src/checks/iam/server-certificates.js';
import { gap, world } from '../../support/world.js';
import { certificate, globally, verdictOn } from './rows.js';

const expiring = (expiration: string | null) =>
  world({ 'iam.serverCertificates': [globally(certificate('shop', expiration))] });

describe('iam-server-certificate-not-expired', () => {
  it.each([
    ['2026-11-22T09:00:01.000Z', 'PASS', 'expires on 2026-11-22'],
    ['2026-11-22T09:00:00.000Z', 'FAIL', 'expired on 2026-11-22, less than a day ago'],
    ['2026-11-12T09:00:00.000Z', 'FAIL', 'expired on 2026-11-12, 10 days ago'],
  ])('%s: %s', async (expiration, verdict, message) => {
    expect(await verdictOn(notExpired, expiring(expiration))).toMatchObject({ verdict, message });
  });
  it('cannot tell without a date, or without the list', async () => {
    expect((await verdictOn(notExpired, expiring(null))).verdict).toBe('NOT_AVAILABLE');
    const refused = world({ 'iam.serverCertificates': { rows: [], gaps: [gap('iam:ListServerCertificates')] } });
    expect((await verdictOn(notExpired, refused)).verdict).toBe('NOT_AVAILABLE');
  });
  it('has nothing to say where there are none', async () =>
    expect((await verdictOn(notExpired, world({ 'iam.serverCertificates': [] }))).verdict).toBe('NOT_APPLICABLE'));
});
