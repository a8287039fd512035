import { describe, expect, it } from 'vitest';
import { hideSecrets, hideSecretsIn } from '../../src/core/secrets.js';

// Put together at run time, so that no scanner takes this file for a leak.
const join = (...parts: string[]): string => parts.join('');
const planted: Record<string, string> = {
  'AWS access key id': join('AKIA', 'IOSFODNN7EXAMPLE'),
  'AWS temporary key id': join('ASIA', 'Y34FZKBOKMUTVV7A'),
  'GitHub token': join('ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'),
  'GitLab token': join('glpat-', 'a1B2c3D4e5F6g7H8i9J0'),
  'Slack token': join('xoxb-', '123456789012-123456789012-abcdefABCDEF123456789012'),
  'Stripe key': join('sk_live_', 'a1B2c3D4e5F6g7H8i9J0k1L2'),
  'Google API key': join('AIza', 'SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q'),
  'private key': join('-----BEGIN RSA PRIV', 'ATE KEY-----\nMIIEowIBAAKCAQEA7\nabc\n-----END RSA PRIV', 'ATE KEY-----'),
  'JSON Web Token': join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N'),
  'npm token': join('npm_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'),
};

describe('a planted secret', () => {
  it.each(Object.entries(planted))('%s is hidden in messages and in facts', async (_kind, secret) => {
    expect(hideSecretsIn(`before ${secret} after`)).toMatch(/^before \[secret: .+\] after$/);
    const [fact] = await hideSecrets([{ Description: `see ${secret}`, deep: [{ Sid: secret }] }]);
    expect(JSON.stringify(fact)).not.toContain(secret.slice(6, 26));
  });

  it('is hidden after a telling word', () => {
    expect(hideSecretsIn('login with password=Sup3rS3cret! now')).toBe('login with password=[secret: password] now');
    expect(hideSecretsIn('{"db_password": "hunter2hunter2"}')).toBe('{"db_password": "[secret: password]"}');
  });

  it('is hidden in a URL', () => {
    expect(hideSecretsIn('postgres://lodge:hunter2pass@db.example.com/x')).not.toContain('hunter2pass');
  });

  it('is hidden where its tag key tells, and in a key', async () => {
    const [fact] = await hideSecrets([
      {
        tags: { db_password: 'hunter22', owner: 'platform', [planted['GitHub token'] ?? '']: 'x' },
        details: { tags: { ok: true, value: { api_token: 'abcdefgh' } } },
      },
    ]);
    expect(fact).toEqual({
      tags: { db_password: '[secret: value of db_password]', owner: 'platform', '[secret: GitHub token]': 'x' },
      details: { tags: { ok: true, value: { api_token: '[secret: value of api_token]' } } },
    });
  });
});

it.each([
  'arn:aws:secretsmanager:eu-north-1:111122223333:secret:lodge-AbCdEf',
  'User: arn:aws:sts::1:assumed-role/x is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-north-1:1:secret:foo',
  '{"Action":["sts:GetSessionToken","secretsmanager:GetSecretValue"],"Resource":"*"}',
  'arn:aws:iam::111122223333:policy/password-policy-reader',
  '2026-11-22T09:00:00+00:00',
  'key/4f1c0d9e-6f6f-4c0e-9d1e-3a1b3a6f7f55',
])('leaves facts alone: %s', async text => {
  expect(hideSecretsIn(text)).toBe(text);
  expect(await hideSecrets([{ text }])).toEqual([{ text }]);
});

it('keeps everything that is no text as it is', async () => {
  const facts = [{ a: null, b: 3, c: true, d: [1, 'plain text'], e: {} }];
  expect(await hideSecrets(facts)).toEqual(facts);
});
