import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { type Aws, collection } from '../../core/collection.js';
import { listFunctions } from '../lambda/functions.js';
import { organization } from './organization.js';

interface Place {
  RegionName: string;
}

interface Details {
  /** Not terminated. */
  instances: { InstanceId: string; State: string }[];
  dbInstances: { DBInstanceIdentifier: string; Engine: string }[];
  functions: { FunctionName: string }[];
  ecsClusters: { clusterArn: string }[];
  eksClusters: { name: string }[];
}

/** One row a region; its details list what runs there, for regions of a management account. */
export const workloads = collection<Place, Details>({
  id: 'organizations.workloads',
  noun: 'regions',
  calls: [],
  list: aws => Promise.resolve([{ RegionName: aws.region }]),
  resource: ({ RegionName }) => ({ id: RegionName, type: 'AWS::::Region' }),
  details: {
    instances: { calls: ['ec2:DescribeInstances'], get: (_place, aws) => listInstances(aws) },
    dbInstances: { calls: ['rds:DescribeDBInstances'], get: (_place, aws) => listDatabases(aws) },
    functions: { calls: ['lambda:ListFunctions'], get: (_place, aws) => listFunctionNames(aws) },
    ecsClusters: { calls: ['ecs:ListClusters'], get: (_place, aws) => listEcsClusters(aws) },
    eksClusters: { calls: ['eks:ListClusters'], get: (_place, aws) => listEksClusters(aws) },
  },
});

async function listInstances(aws: Aws): Promise<Details['instances']> {
  const { EC2Client, paginateDescribeInstances } = await import('../ec2/sdk.js');
  const found: Details['instances'] = [];
  for await (const page of paginateDescribeInstances({ client: aws.client(EC2Client) }, {})) {
    for (const { InstanceId = '', State } of (page.Reservations ?? []).flatMap(one => one.Instances ?? [])) {
      // Terminated instances stay listed for an hour.
      if (State?.Name !== 'terminated') found.push({ InstanceId, State: State?.Name ?? '' });
    }
  }
  return found;
}

async function listDatabases(aws: Aws): Promise<Details['dbInstances']> {
  const { paginateDescribeDBInstances, RDSClient } = await import('../rds/sdk.js');
  const found: Details['dbInstances'] = [];
  for await (const page of paginateDescribeDBInstances({ client: aws.client(RDSClient) }, {})) {
    for (const { DBInstanceIdentifier = '', Engine = '' } of page.DBInstances ?? []) {
      found.push({ DBInstanceIdentifier, Engine });
    }
  }
  return found;
}

async function listFunctionNames(aws: Aws): Promise<Details['functions']> {
  return (await listFunctions(aws)).map(({ FunctionName }) => ({ FunctionName }));
}

async function listEcsClusters(aws: Aws): Promise<Details['ecsClusters']> {
  const { ECSClient, paginateListClusters } = await import('../ecs/sdk.js');
  const found: Details['ecsClusters'] = [];
  for await (const page of paginateListClusters({ client: aws.client(ECSClient) }, {})) {
    for (const clusterArn of page.clusterArns ?? []) found.push({ clusterArn });
  }
  return found;
}

async function listEksClusters(aws: Aws): Promise<Details['eksClusters']> {
  const { EKSClient, paginateListClusters } = await import('../eks/sdk.js');
  const found: Details['eksClusters'] = [];
  for await (const page of paginateListClusters({ client: aws.client(EKSClient) }, {})) {
    for (const name of page.clusters ?? []) found.push({ name });
  }
  return found;
}

export const managementWithoutWorkloads = check({
  id: 'organizations-management-account-without-workloads',
  title: 'The management account runs no workloads',
  why: 'No policy of the organization limits the management account. Whoever breaks into a server there is one step from every account.',
  fix: {
    byHand: 'Move what runs here to a member account, then delete it here.',
    note: 'Functions of the landing zone belong here: name their prefix in ignore_lambda_name_prefixes.',
  },
  fields: [
    'ec2:DescribeInstances.Reservations.Instances',
    'rds:DescribeDBInstances.DBInstances',
    'lambda:ListFunctions.Functions',
    'ecs:ListClusters.clusterArns',
    'eks:ListClusters.clusters',
  ],
  on: workloads
    .with('instances', 'dbInstances', 'functions', 'ecsClusters', 'eksClusters')
    .onlyFor({ organizations: organization.with() }, (_place, { organizations }) =>
      organizations.some(one => one.Management),
    ),
  also: { organizations: organization.with() },
  params: { ignore_lambda_name_prefixes: ['aws-controltower-'] },
  test(region, { organizations }, { params }) {
    const of = organizations.first();
    if (!of) return notApplicable('the account belongs to no organization');
    if (!of.Management) return notApplicable(`a member account; the management account is ${of.MasterAccountId}`);
    // The first kind found proves the failure; what the other listings hold, or hide, cannot turn it around.
    const kinds: [api: string, field: string, noun: string, names: () => string[]][] = [
      [
        'ec2:DescribeInstances',
        'Reservations[].Instances',
        'EC2 instances',
        () => region.instances.map(one => one.InstanceId),
      ],
      [
        'rds:DescribeDBInstances',
        'DBInstances',
        'RDS instances',
        () => region.dbInstances.map(one => one.DBInstanceIdentifier),
      ],
      ['lambda:ListFunctions', 'Functions', 'Lambda functions', () => ownFunctions(region.functions, params)],
      ['ecs:ListClusters', 'clusterArns', 'ECS clusters', () => region.ecsClusters.map(one => one.clusterArn)],
      ['eks:ListClusters', 'clusters', 'EKS clusters', () => region.eksClusters.map(one => one.name)],
    ];
    const empty = [];
    for (const [api, field, noun, names] of kinds) {
      const found = names();
      const shown = found.slice(0, 5).join(', ');
      if (found.length > 0)
        return fail(
          `${noun} (${found.length}): ${shown}${found.length > 5 ? ' …' : ''}`,
          saw(api, field, found.length, 0),
        );
      empty.push(saw(api, field, 0, 0));
    }
    return pass('no instances, databases, functions or clusters', ...empty);
  },
});

function ownFunctions(
  functions: readonly { FunctionName: string }[],
  { ignore_lambda_name_prefixes: prefixes }: { ignore_lambda_name_prefixes: readonly string[] },
): string[] {
  const names = functions.map(one => one.FunctionName);
  return names.filter(name => !prefixes.some(prefix => name.startsWith(prefix)));
}
