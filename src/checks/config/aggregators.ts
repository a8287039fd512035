import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { collection } from '../../core/collection.js';
import { cannotTell } from '../../core/unavailable.js';
import { accounts } from '../account/accounts.js';
import { hasAllFeatures, organization, refusedVerdict } from '../organizations/organization.js';

const sdk = () => import('./sdk.js');

/** A configuration aggregator: it collects the configuration of other accounts and regions. */
export interface Aggregator {
  ConfigurationAggregatorName: string;
  ConfigurationAggregatorArn: string;
  /** Null where it collects from single accounts. */
  OrganizationAggregationSource: { AllAwsRegions: boolean; AwsRegions: string[] } | null;
  /** Whether filters keep it to some resource types or recorders. */
  Filtered: boolean;
  CreatedBy: string | null;
}

export const aggregators = collection<Aggregator>({
  id: 'config.aggregators',
  noun: 'configuration aggregators',
  calls: ['config:DescribeConfigurationAggregators'],
  async list(aws) {
    const { ConfigServiceClient, paginateDescribeConfigurationAggregators } = await sdk();
    const found: Aggregator[] = [];
    const client = aws.client(ConfigServiceClient);
    for await (const page of paginateDescribeConfigurationAggregators({ client }, {})) {
      for (const aggregator of page.ConfigurationAggregators ?? []) {
        const source = aggregator.OrganizationAggregationSource;
        found.push({
          ConfigurationAggregatorName: aggregator.ConfigurationAggregatorName ?? '',
          ConfigurationAggregatorArn: aggregator.ConfigurationAggregatorArn ?? '',
          OrganizationAggregationSource: source
            ? { AllAwsRegions: source.AllAwsRegions ?? false, AwsRegions: source.AwsRegions ?? [] }
            : null,
          Filtered: aggregator.AggregatorFilters !== undefined,
          CreatedBy: aggregator.CreatedBy ?? null,
        });
      }
    }
    return found;
  },
  resource: one => ({
    id: one.ConfigurationAggregatorName,
    arn: one.ConfigurationAggregatorArn,
    type: 'AWS::Config::ConfigurationAggregator',
  }),
});

const describeApi = 'config:DescribeConfigurationAggregators';
const delegatedApi = 'organizations:ListDelegatedAdministrators';

export const organizationAggregated = check({
  id: 'config-organization-aggregator-complete',
  title: 'One account collects the configuration of the whole organization, from all regions',
  why: 'With one place that knows every resource of every account, a question like "where is this still public?" takes a minute. Without it, it takes a day for each account.',
  fix: {
    command:
      'aws configservice put-configuration-aggregator --configuration-aggregator-name organization --organization-aggregation-source RoleArn={AggregatorRoleArn},AllAwsRegions=true',
    note: 'The role lets AWS Config list the accounts of the organization: attach AWSConfigRoleForOrganizations to it.',
  },
  fields: [
    'config:DescribeConfigurationAggregators.ConfigurationAggregators',
    'organizations:ListDelegatedAdministrators.DelegatedAdministrators',
  ],
  on: accounts.with(),
  also: { organizations: organization.with('trustedServices'), aggregators: aggregators.with() },
  test({ AccountId }, tables) {
    const of = tables.organizations.first();
    if (!of) return notApplicable('the account belongs to no organization');
    if (!hasAllFeatures(of)) return notApplicable('the organization has consolidated billing only');
    if (!of.trustedServices) return refusedVerdict(of, delegatedApi);
    const config = of.trustedServices.find(one => one.ServicePrincipal === 'config.amazonaws.com');
    const administrators = config?.DelegatedAdministrators ?? [];
    if (!of.Management && !administrators.includes(AccountId))
      return notApplicable(`a member account that does not administer AWS Config for organization ${of.Id}`);
    const delegated = saw(delegatedApi, 'DelegatedAdministrators', administrators, 'an account');
    if (administrators.length === 0)
      return { ...fail('no account is delegated to administer AWS Config', delegated), fix: delegate };
    const complete = tables.aggregators.first(one => faultOf(one) === null);
    if (complete) {
      const { ConfigurationAggregatorName: name, region } = complete;
      const seen = saw(describeApi, 'ConfigurationAggregators', name, 'one of the organization, over all regions');
      return pass(`aggregator ${name} in ${region} collects from all accounts and regions`, seen, delegated);
    }
    const faults = tables.aggregators.all().map(one => `${one.ConfigurationAggregatorName} ${faultOf(one)}`);
    const others = administrators.filter(id => id !== AccountId);
    if (others.length > 0)
      cannotTell(
        'not-collected',
        describeApi,
        `whether account ${others.join(', ')} collects for the organization cannot be seen from here`,
      );
    const seen = saw(describeApi, 'ConfigurationAggregators', faults, 'one of the organization, over all regions');
    const none = 'there is no aggregator in the audited regions';
    return fail(faults.length > 0 ? `no aggregator is complete: ${faults.join('; ')}` : none, seen, delegated);
  },
});

const delegate = {
  command:
    'aws organizations register-delegated-administrator --service-principal config.amazonaws.com --account-id {SecurityAccountId}',
  note: 'Run in the management account, after "aws organizations enable-aws-service-access --service-principal config.amazonaws.com". Make the aggregator in the delegated account then.',
};

/** What an aggregator lacks to see the whole organization; null where it lacks nothing. */
function faultOf(one: Aggregator): string | null {
  if (!one.OrganizationAggregationSource) return 'collects from single accounts';
  if (!one.OrganizationAggregationSource.AllAwsRegions)
    return `collects from ${one.OrganizationAggregationSource.AwsRegions.join(', ')} only`;
  return one.Filtered ? 'has filters that leave resources out' : null;
}
