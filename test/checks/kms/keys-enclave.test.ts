import { describe, expect, it } from 'vitest';
import { bindsDeployment, noBypassPath, pcrsKnown, requiresAttestation } from '../../../src/checks/kms/keys-enclave.js';
import { gap, judge, row, world } from '../../support/world.js';
import { administration, attestedBy, base64Of, decryptBy, enclaveRow, key, pcr, policyOf, rootAccess } from './rows.js';

const judged = async (check: object, policy: unknown, params = {}, more = {}) => {
  const [finding] = await judge(check, world({ 'kms.keys': [enclaveRow('k1', policy, more)] }), params);
  return finding;
};
const verdictOf = async (...given: Parameters<typeof judged>) => (await judged(...given))?.verdict;
const attested = policyOf(administration, attestedBy({ ImageSha384: pcr('aa') }));
const rules = [requiresAttestation, noBypassPath, bindsDeployment, pcrsKnown];

describe('what is an enclave key', () => {
  const plain = { aliases: ['alias/app'], tags: {}, policy: policyOf(rootAccess) };
  const rowWith = (details: object, Description = '') => row(key('k1', { Description }), { ...plain, ...details });

  it.each([
    ['an alias', rowWith({ aliases: ['alias/My-Enclave'] })],
    ['its description', rowWith({}, 'for the Enclave of billing')],
    ['a tag', rowWith({ tags: { 'prowler:enclave-key': 'true' } })],
    ['the value of a tag', rowWith({ tags: { use: 'nitro enclave' } })],
    ['a condition', rowWith({ policy: policyOf(rootAccess, attestedBy({ PCR0: pcr('aa') })) })],
  ])('%s tells', async (_name, stored) => {
    expect(await judge(requiresAttestation, world({ 'kms.keys': [stored] }))).toMatchObject([{ verdict: 'FAIL' }]);
  });

  it.each(rules.map(rule => [rule.id, rule] as const))('%s leaves out other keys', async (_id, rule) => {
    expect(await judge(rule, world({ 'kms.keys': [rowWith({})] }))).toMatchObject([{ verdict: 'NOT_APPLICABLE' }]);
    const disabled = row(key('k2', { KeyState: 'Disabled', Description: 'enclave' }));
    expect(await judge(rule, world({ 'kms.keys': [disabled] }))).toMatchObject([{ verdict: 'NOT_APPLICABLE' }]);
  });

  it.each(rules.map(rule => [rule.id, rule] as const))('%s does not decide without the policy', async (_id, rule) => {
    expect(await verdictOf(rule, gap('kms:GetKeyPolicy'))).toBe('NOT_AVAILABLE');
  });

  it('does not decide without the tags where nothing else tells', async () => {
    const unread = rowWith({ tags: gap('kms:ListResourceTags') });
    expect(await judge(requiresAttestation, world({ 'kms.keys': [unread] }))).toMatchObject([
      { verdict: 'NOT_AVAILABLE' },
    ]);
  });
});

describe('kms-enclave-key-requires-attestation', () => {
  it('passes when each use is attested', async () => {
    expect(await verdictOf(requiresAttestation, attested)).toBe('PASS');
  });

  it('fails the usual root statement, and names it', async () => {
    const finding = await judged(requiresAttestation, policyOf(rootAccess));
    expect(finding?.verdict).toBe('FAIL');
    expect(finding?.message).toContain('Root (');
  });

  it.each([
    ['a wildcard value', decryptBy({ StringLike: { 'kms:RecipientAttestation:PCR0': '*' } })],
    ['Null', decryptBy({ Null: { 'kms:RecipientAttestation:PCR0': 'false' } })],
    ['IfExists', decryptBy({ StringEqualsIfExists: { 'kms:RecipientAttestation:PCR0': pcr('aa') } })],
    ['NotAction', decryptBy(undefined, { Action: undefined, NotAction: 'kms:Encrypt' })],
  ])('fails %s', async (_name, statement) => {
    expect(await verdictOf(requiresAttestation, policyOf(statement))).toBe('FAIL');
  });
});

describe('kms-enclave-key-no-bypass-path', () => {
  const deny = (more: object = {}) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { Null: { 'kms:RecipientAttestation:ImageSha384': 'true' } },
    ...more,
  });

  it('passes an unattested Allow that a Deny takes back', async () => {
    expect(await verdictOf(noBypassPath, policyOf(rootAccess, deny()))).toBe('PASS');
  });

  it('fails without the Deny, or with one that names fewer actions', async () => {
    expect(await verdictOf(noBypassPath, policyOf(rootAccess))).toBe('FAIL');
    expect(await verdictOf(noBypassPath, policyOf(rootAccess, deny({ Action: 'kms:Decrypt' })))).toBe('FAIL');
  });

  it('fails a Deny for one role only', async () => {
    const role = deny({ Principal: { AWS: 'arn:aws:iam::111122223333:role/x' } });
    expect(await verdictOf(noBypassPath, policyOf(rootAccess, role))).toBe('FAIL');
  });

  it('passes a policy that grants nothing', async () => {
    expect(await verdictOf(noBypassPath, policyOf())).toBe('PASS');
  });
});

describe('kms-enclave-key-binds-deployment', () => {
  it('passes a register of the instance, or a fixed account', async () => {
    expect(await verdictOf(bindsDeployment, policyOf(attestedBy({ PCR0: pcr('aa'), PCR8: pcr('bb') })))).toBe('PASS');
    const account = attestedBy({ PCR0: pcr('aa') });
    const bound = {
      ...account,
      Condition: { ...account.Condition, StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
    };
    expect(await verdictOf(bindsDeployment, policyOf(bound))).toBe('PASS');
  });

  it('fails a measurement of the image alone', async () => {
    expect(await verdictOf(bindsDeployment, attested)).toBe('FAIL');
  });

  it('asks a person where nothing is attested', async () => {
    expect(await judged(bindsDeployment, policyOf(rootAccess))).toMatchObject({
      verdict: 'NOT_AVAILABLE',
      gap: { reason: 'manual' },
    });
  });
});

describe('kms-enclave-key-pcrs-known', () => {
  const golden = (values: Record<string, unknown>) => ({ golden_pcr_values: values });

  it('passes known values in either spelling, ImageSha384 being PCR0', async () => {
    expect(await verdictOf(pcrsKnown, attested, golden({ PCR0: [base64Of(pcr('aa'))] }))).toBe('PASS');
    expect(await verdictOf(pcrsKnown, attested, golden({ ImageSha384: pcr('AA') }))).toBe('PASS');
  });

  it('fails an unknown value, and one that is no measurement', async () => {
    expect(await verdictOf(pcrsKnown, attested, golden({ PCR0: [pcr('ab')] }))).toBe('FAIL');
    expect(await verdictOf(pcrsKnown, policyOf(attestedBy({ PCR0: 'abc' })), golden({ PCR0: [pcr('ab')] }))).toBe(
      'FAIL',
    );
  });

  it('asks a person without a list, without measurements, and for a register without a list', async () => {
    const manual = { verdict: 'NOT_AVAILABLE', gap: { reason: 'manual' } };
    expect(await judged(pcrsKnown, attested)).toMatchObject(manual);
    expect(await judged(pcrsKnown, policyOf(rootAccess), golden({ PCR0: [pcr('aa')] }))).toMatchObject(manual);
    expect(await judged(pcrsKnown, attested, golden({ PCR8: [pcr('aa')] }))).toMatchObject(manual);
  });

  it('lets a mismatch win over a register without a list', async () => {
    const policy = policyOf(attestedBy({ PCR0: pcr('aa'), PCR8: pcr('bb') }));
    expect(await verdictOf(pcrsKnown, policy, golden({ PCR0: [pcr('ab')] }))).toBe('FAIL');
  });

  it('does not read a typing error in the list as an unknown image', async () => {
    const finding = await judged(pcrsKnown, attested, golden({ PCR0: ['aa'] }));
    expect(finding?.verdict).toBe('ERROR');
    expect(finding?.message).toContain('golden_pcr_values.PCR0 has "aa"');
  });
});
