import { describe, expect, it } from 'vitest';
import {
  decodeMeasurement,
  enclaveGrants,
  mentionsAttestation,
  sensitiveEnclaveActions,
} from '../../../src/core/policy/index.js';

const image = 'ab'.repeat(48);
const base64 = Buffer.from(image, 'hex').toString('base64');
const allow = (Condition?: object, more: object = {}) => ({
  Sid: 'Use',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
  Action: 'kms:Decrypt',
  Resource: '*',
  ...(Condition ? { Condition } : {}),
  ...more,
});
const deny = (Condition?: object, more: object = {}) => ({
  ...allow(Condition, { Sid: 'Guard', Effect: 'Deny', Principal: '*', ...more }),
});
const grants = (...Statement: object[]) => enclaveGrants({ Statement });
const sha = (value: unknown, operator = 'StringEqualsIgnoreCase') => ({
  [operator]: { 'kms:RecipientAttestation:ImageSha384': value },
});

describe('enclaveGrants', () => {
  it('lists the sensitive actions of each Allow', () => {
    expect(grants(allow()).map(({ actions }) => actions)).toEqual([['kms:Decrypt']]);
    expect(grants(allow(undefined, { Action: 'KMS:generatedatakey*' }))[0]?.actions).toEqual([
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyPair',
    ]);
    expect(grants(allow(undefined, { Action: 'kms:*' }))[0]?.actions).toEqual(sensitiveEnclaveActions);
    expect(
      grants(allow(undefined, { Action: undefined, NotAction: ['kms:Decrypt', 'kms:Derive*'] }))[0]?.actions,
    ).toHaveLength(3);
    expect(grants(allow(undefined, { Action: ['kms:Describe*', 'kms:Encrypt'] }))).toEqual([]);
    expect(grants(allow(undefined, { Action: undefined, NotAction: 'kms:*' }))).toEqual([]);
    expect(grants()).toEqual([]);
  });

  it.each<[string, object]>([
    ['StringEqualsIgnoreCase', sha(image)],
    ['StringEquals', sha(image, 'StringEquals')],
    ['StringLike without wildcard', sha(image, 'StringLike')],
    ['ForAnyValue', sha([image], 'ForAnyValue:StringEquals')],
    [
      'ForAllValues with a demanded key',
      { ...sha(image, 'ForAllValues:StringEquals'), Null: { 'kms:RecipientAttestation:imagesha384': 'false' } },
    ],
    ['a PCR, in any case', { stringequals: { 'KMS:recipientattestation:pcr0': image } }],
  ])('counts %s as attestation', (_why, Condition) => {
    expect(grants(allow(Condition))[0]?.measurements).toEqual([{ pcr: 'PCR0', value: image, bytes: image }]);
  });

  it.each<[string, object]>([
    ['a wildcard', sha(`${image.slice(1)}*`, 'StringLike')],
    ['a question mark', sha([image, `${image.slice(1)}?`])],
    ['IfExists', sha(image, 'StringEqualsIfExists')],
    ['ForAllValues alone', sha(image, 'ForAllValues:StringEquals')],
    ['a negation', sha(image, 'StringNotEquals')],
    ['Null', { Null: { 'kms:RecipientAttestation:ImageSha384': 'false' } }],
    ['another key', { StringEquals: { 'kms:EncryptionContext:app': image } }],
    ['no value', sha([])],
  ])('does not count %s as attestation', (_why, Condition) => {
    expect(grants(allow(Condition))[0]?.measurements).toEqual([]);
  });

  it.each<[string, boolean, object[]]>([
    ['Null true', true, [deny({ Null: { 'kms:RecipientAttestation:PCR0': 'true' } })]],
    ['StringNotEqualsIfExists', true, [deny(sha(image, 'StringNotEqualsIfExists'))]],
    ['StringNotEqualsIgnoreCaseIfExists', true, [deny(sha(image, 'StringNotEqualsIgnoreCaseIfExists'))]],
    ['StringNotEquals, which is true for an absent key', true, [deny(sha(image, 'StringNotEquals'))]],
    ['a wider action', true, [deny(sha(image, 'StringNotEqualsIfExists'), { Action: 'kms:*' })]],
    ['AWS * in a list', true, [deny(sha(image, 'StringNotEqualsIfExists'), { Principal: { AWS: ['*'] } })]],
    [
      'NotAction that spares another action',
      true,
      [deny(sha(image, 'StringNotEqualsIfExists'), { Action: undefined, NotAction: 'kms:Encrypt' })],
    ],
    [
      'NotAction that spares this action',
      false,
      [deny(sha(image, 'StringNotEqualsIfExists'), { Action: undefined, NotAction: 'kms:Decrypt' })],
    ],
    ['fewer actions', false, [deny(sha(image, 'StringNotEqualsIfExists'), { Action: 'kms:GenerateDataKey' })]],
    ['one principal', false, [deny(sha(image, 'StringNotEqualsIfExists'), { Principal: { AWS: '111122223333' } })]],
    [
      'a further condition',
      false,
      [deny({ ...sha(image, 'StringNotEqualsIfExists'), Bool: { 'aws:SecureTransport': 'false' } })],
    ],
    ['Null false', false, [deny({ Null: { 'kms:RecipientAttestation:PCR0': 'false' } })]],
    ['ForAnyValue, which is false for an absent key', false, [deny(sha(image, 'ForAnyValue:StringNotEquals'))]],
    ['nothing', false, []],
  ])('neutralised by %s: %s', (_why, expected, denies) => {
    expect(grants(allow(), ...denies)[0]?.neutralised).toBe(expected);
  });

  it.each<[string, boolean, object]>([
    ['PCR8', true, { StringEquals: { 'kms:RecipientAttestation:PCR8': image } }],
    ['PCR1', false, { StringEquals: { 'kms:RecipientAttestation:PCR1': image } }],
    ['the account', true, { ...sha(image), StringEquals: { 'aws:PrincipalAccount': '111122223333' } }],
    ['an organization pattern', false, { ...sha(image), StringLike: { 'aws:PrincipalOrgID': 'o-*' } }],
    [
      'the account IfExists',
      false,
      { ...sha(image), StringEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } },
    ],
  ])('deployment bound by %s: %s', (_why, expected, Condition) => {
    expect(grants(allow(Condition))[0]?.bindsDeployment).toBe(expected);
  });
});

describe('decodeMeasurement', () => {
  it('reads hex in any case and base64, and nothing else', () => {
    expect(decodeMeasurement(image.toUpperCase())).toBe(image);
    expect(decodeMeasurement(base64)).toBe(image);
    for (const wrong of ['', 'ab'.repeat(32).slice(1), image.slice(2), `${base64}=`, `${image.slice(1)}g`, '*'])
      expect(decodeMeasurement(wrong)).toBeNull();
  });
});

describe('mentionsAttestation', () => {
  it('looks at conditions of every statement', () => {
    expect(
      mentionsAttestation({ Statement: [allow(), deny({ Null: { 'kms:recipientAttestation:PCR0': 'true' } })] }),
    ).toBe(true);
    expect(mentionsAttestation({ Statement: [allow({ Bool: { 'aws:SecureTransport': 'true' } })] })).toBe(false);
  });
});
