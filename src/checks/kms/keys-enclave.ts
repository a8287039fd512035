import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type EnclaveGrant, enclaveGrants, type Measurement } from '../../core/policy/index.js';
import { askPerson } from '../../core/unavailable.js';
import { enclaveMark, type Golden, goldenValues, unmarked } from './enclave-key.js';
import { isEnabledCustomerKey, keys } from './keys.js';

const shared = {
  fields: ['kms:GetKeyPolicy.Policy'],
  on: keys.with('aliases', 'policy', 'tags'),
  scope: 'managed by AWS, or not enabled',
  applies: isEnabledCustomerKey,
} as const;

const command =
  'aws kms put-key-policy --key-id {KeyId} --policy-name default --policy file://key-policy.json --region {region}';
const note =
  'Write key-policy.json from "aws kms get-key-policy" first, and try it with a test key: a mistake locks the enclave out of its data.';

const sayGrants = (grants: readonly EnclaveGrant[]): string =>
  grants.map(grant => `${grant.statement} (${grant.actions.join(', ')})`).join('; ');
const seenIn = (grants: readonly EnclaveGrant[]) =>
  saw('kms:GetKeyPolicy', 'Policy', { statements: grants.map(grant => grant.statement) }, { statements: [] });

export const requiresAttestation = check({
  ...shared,
  id: 'kms-enclave-key-requires-attestation',
  title: 'Every use of an enclave key requires an attestation',
  why: 'An enclave key is worth only as much as its condition: without an attestation, a person or server outside the enclave can use it too.',
  fix: {
    command,
    note: `Add a condition such as StringEqualsIgnoreCase on kms:RecipientAttestation:ImageSha384 to each statement named. ${note}`,
  },
  test(key) {
    if (enclaveMark(key) === undefined) return notApplicable(unmarked);
    const open = enclaveGrants(key.policy).filter(grant => grant.measurements.length === 0);
    if (open.length === 0) return pass('every statement that lets anyone use it requires an attestation', seenIn(open));
    return fail(`can be used without attestation through ${sayGrants(open)}`, seenIn(open));
  },
});

export const noBypassPath = check({
  ...shared,
  id: 'kms-enclave-key-no-bypass-path',
  title: 'No way around the attestation of an enclave key',
  why: 'One statement without attestation, and no Deny that takes it back, is a way to the data around the enclave.',
  fix: {
    command,
    note: `Add a Deny for Principal "*" on the same actions with Null kms:RecipientAttestation:ImageSha384 = true. ${note}`,
  },
  test(key) {
    if (enclaveMark(key) === undefined) return notApplicable(unmarked);
    const open = enclaveGrants(key.policy).filter(grant => grant.measurements.length === 0 && !grant.neutralised);
    if (open.length === 0)
      return pass('no unattested use is left: every one is denied or requires an attestation', seenIn(open));
    return fail(`no Deny takes back the unattested use through ${sayGrants(open)}`, seenIn(open));
  },
});

export const bindsDeployment = check({
  ...shared,
  id: 'kms-enclave-key-binds-deployment',
  title: 'Attested use is bound to where the enclave runs',
  why: 'The measurements of the image alone let a copy of the enclave in a foreign account use the key as well.',
  fix: {
    command,
    note: `Add PCR3 (role), PCR4 (instance) or PCR8 (signature), or a fixed aws:PrincipalAccount or aws:PrincipalOrgID. ${note}`,
  },
  test(key) {
    if (enclaveMark(key) === undefined) return notApplicable(unmarked);
    const attested = enclaveGrants(key.policy).filter(grant => grant.measurements.length > 0);
    if (attested.length === 0)
      askPerson('no statement of its policy ties its use to an attestation, so there is nothing to bind');
    const loose = attested.filter(grant => !grant.bindsDeployment);
    if (loose.length === 0)
      return pass('every attested use is bound to a role, instance, signature, account or organization', seenIn(loose));
    return fail(`only the image is measured, not where it runs, in ${sayGrants(loose)}`, seenIn(loose));
  },
});

export const pcrsKnown = check({
  ...shared,
  id: 'kms-enclave-key-pcrs-known',
  title: 'Measurements in the policy of an enclave key are known ones',
  why: 'A measurement that nobody can name may belong to an old build, or to somebody else: whoever runs that image can use the key.',
  fix: {
    command,
    note: `Take out measurements of images that are no longer run, or add them to golden_pcr_values after checking the build. ${note}`,
  },
  params: { golden_pcr_values: {} as Record<string, string | string[]> },
  test(key, _also, { params }) {
    if (enclaveMark(key) === undefined) return notApplicable(unmarked);
    const golden = goldenValues(params.golden_pcr_values);
    if (golden.size === 0) askPerson('no known measurements are configured (golden_pcr_values)');
    const used = enclaveGrants(key.policy).flatMap(grant => grant.measurements);
    if (used.length === 0) askPerson('its policy names no measurement');
    const unknown = used.filter(one => isForeign(one, golden));
    const seen = saw('kms:GetKeyPolicy', 'Policy', { unknown: unknown.map(sayMeasurement) }, { unknown: [] });
    if (unknown.length > 0) return fail(`unknown measurements: ${unknown.map(sayMeasurement).join(', ')}`, seen);
    const uncovered = [...new Set(used.map(one => one.pcr).filter(pcr => !golden.has(pcr)))];
    if (uncovered.length > 0)
      askPerson(`its policy names ${uncovered.join(', ')}, for which golden_pcr_values has nothing`);
    return pass(`all ${used.length} measurements are known`, seen);
  },
});

const isForeign = ({ pcr, bytes }: Measurement, golden: Golden): boolean => {
  const known = golden.get(pcr);
  return known !== undefined && (bytes === null || !known.has(bytes));
};
const sayMeasurement = ({ pcr, value }: Measurement): string =>
  `${pcr} ${value.length > 20 ? `${value.slice(0, 16)}…` : value}`;
