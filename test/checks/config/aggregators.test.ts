import { expect, it } from 'vitest';
import { organizationAggregated } from '../../../src/checks/config/aggregators.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { accountRow } from '../account/rows.js';
import { organizationRow, other, own, seenByMember, service } from '../organizations/rows.js';
import { aggregatorRow } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const one = async (aggregators: Facts, organization: Facts) =>
  (
    await judge(
      organizationAggregated,
      world({
        'account.accounts': [accountRow()],
        'config.aggregators': aggregators,
        'organizations.organization': organization,
      }),
    )
  )[0];
const managing = (...administrators: string[]) => [
  organizationRow({ trustedServices: [service('config', ...administrators)] }),
];
const delegated = [seenByMember({ trustedServices: [service('config', own)] })];
const single = aggregatorRow({ ConfigurationAggregatorName: 'single', OrganizationAggregationSource: null });

it('passes one complete aggregator, in whatever region and beside others', async () => {
  expect((await one([aggregatorRow()], delegated))?.verdict).toBe('PASS');
  expect(await one([single, aggregatorRow({}, 'us-east-1')], managing(other))).toMatchObject({
    verdict: 'PASS',
    message: expect.stringMatching(/in us-east-1/) as string,
  });
});

it('fails the administrator without a complete aggregator, and says what is missing', async () => {
  expect(await one([], delegated)).toMatchObject({
    verdict: 'FAIL',
    message: expect.stringMatching(/no aggregator in the audited regions/) as string,
  });
  const some = aggregatorRow({ OrganizationAggregationSource: { AllAwsRegions: false, AwsRegions: ['eu-north-1'] } });
  const filtered = aggregatorRow({ ConfigurationAggregatorName: 'filtered', Filtered: true });
  const finding = await one([single, some, filtered], delegated);
  expect(finding?.verdict).toBe('FAIL');
  expect(finding?.message).toBe(
    'no aggregator is complete: single collects from single accounts; organization collects from eu-north-1 only; filtered has filters that leave resources out',
  );
});

it('fails an organization that delegates AWS Config to nobody', async () => {
  expect(await one([aggregatorRow()], managing())).toMatchObject({
    verdict: 'FAIL',
    message: expect.stringMatching(/no account is delegated/) as string,
  });
  expect((await one([], [organizationRow({ trustedServices: [] })]))?.verdict).toBe('FAIL');
});

it('says that the aggregator of another account does not show', async () => {
  expect(await one([single], managing(other))).toMatchObject({
    verdict: 'NOT_AVAILABLE',
    message: expect.stringContaining(other) as string,
  });
});

it('leaves out accounts that have no say in it', async () => {
  expect((await one([], []))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one([], [organizationRow({}, { FeatureSet: 'CONSOLIDATED_BILLING' })]))?.verdict).toBe(
    'NOT_APPLICABLE',
  );
  expect((await one([], [seenByMember({ trustedServices: null })]))?.verdict).toBe('NOT_APPLICABLE');
  expect((await one([], [seenByMember({ trustedServices: [service('config', other)] })]))?.verdict).toBe(
    'NOT_APPLICABLE',
  );
});

it('does not guess', async () => {
  const refused = { gaps: [gap('config:DescribeConfigurationAggregators', { region: 'us-east-1' })] };
  expect((await one(refused, delegated))?.verdict).toBe('NOT_AVAILABLE');
  const denied = organizationRow({ trustedServices: gap('organizations:ListDelegatedAdministrators') });
  expect((await one([aggregatorRow()], [denied]))?.verdict).toBe('NOT_AVAILABLE');
  expect((await one([aggregatorRow()], [organizationRow({ trustedServices: null })]))?.verdict).toBe('NOT_AVAILABLE');
});
