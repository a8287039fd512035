import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { clients } from '../../test/server/redirect.js';
import type { At, Handler } from '../../test/server/stub.js';
import { keyIdOf } from './keys.js';
import { account, daysAgo, iamArn } from './place.js';

const home = 'eu-north-1';
const date = (days: number, hour = 8): Date => new Date(daysAgo(days, hour));

const recorder = (region: string, recordingGroup: object) => ({
  name: 'default',
  arn: `arn:aws:config:${region}:${account}:configuration-recorder/default/lodge`,
  roleARN: iamArn('role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig'),
  recordingGroup,
  recordingScope: 'PAID',
});

/** Somebody left out what changes all the time, to save money. */
const withoutInterfaces = {
  allSupported: false,
  includeGlobalResourceTypes: false,
  exclusionByResourceTypes: { resourceTypes: ['AWS::EC2::NetworkInterface'] },
  recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
};
const everything = {
  allSupported: true,
  includeGlobalResourceTypes: true,
  recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
};

/** What AWS Config has counted at home: autoscaling still moves the capacity of the old tables up and down. */
const counted: Record<string, number> = {
  'AWS::ApiGatewayV2::Api': 1,
  'AWS::CloudFormation::Stack': 11,
  'AWS::Cognito::UserPool': 1,
  'AWS::Config::ResourceCompliance': 148,
  'AWS::DynamoDB::Table': 5,
  'AWS::EC2::Instance': 1,
  'AWS::EC2::SecurityGroup': 6,
  'AWS::EC2::Subnet': 6,
  'AWS::EC2::VPC': 2,
  'AWS::IAM::Policy': 14,
  'AWS::IAM::Role': 31,
  'AWS::IAM::User': 6,
  'AWS::KMS::Key': 8,
  'AWS::Lambda::Function': 9,
  'AWS::S3::Bucket': 5,
};

interface Rule {
  name: string;
  identifier: string;
  parameters?: object;
  type: string;
  compliant: string[];
  not: string[];
  createdBy?: string;
}

/** What the rules say; users and keys go by their ids, as AWS Config names them. */
const rules: Rule[] = [
  {
    name: 'lodge-access-keys-rotated',
    identifier: 'ACCESS_KEYS_ROTATED',
    parameters: { maxAccessKeyAge: '90' },
    type: 'AWS::IAM::User',
    compliant: ['terraform', 'sara.holm'],
    not: ['ci-deploy'],
  },
  {
    name: 'lodge-keys-rotate',
    identifier: 'CMK_BACKING_KEY_ROTATION_ENABLED',
    type: 'AWS::KMS::Key',
    compliant: ['alias/uploads', 'alias/guest-documents', 'alias/card-vault'],
    not: ['alias/invoices'],
  },
  {
    name: 'lodge-root-mfa',
    identifier: 'ROOT_ACCOUNT_MFA_ENABLED',
    type: 'AWS::::Account',
    compliant: [account],
    not: [],
  },
  {
    name: 'lodge-s3-logging',
    identifier: 'S3_BUCKET_LOGGING_ENABLED',
    type: 'AWS::S3::Bucket',
    compliant: ['lodge-trail-logs'],
    not: ['lodge-artifacts', 'lodge-uploads'],
  },
  {
    name: 'securityhub-iam-user-no-policies-check-1b2c3d4e',
    identifier: 'IAM_USER_NO_POLICIES_CHECK',
    type: 'AWS::IAM::User',
    compliant: ['anna.lind'],
    not: ['ci-deploy'],
    createdBy: 'securityhub.amazonaws.com',
  },
  {
    name: 'securityhub-cmk-backing-key-rotation-enabled-5f6a7b8c',
    identifier: 'CMK_BACKING_KEY_ROTATION_ENABLED',
    type: 'AWS::KMS::Key',
    compliant: ['alias/uploads', 'alias/guest-documents', 'alias/card-vault'],
    not: ['alias/invoices'],
    createdBy: 'securityhub.amazonaws.com',
  },
];

const atHome =
  (list: string, items: object[]): Handler =>
  (_input, { region }: At) => ({ [list]: region === home ? items : [] });

/** AWS Config records at home; the recorder of the other region has been stopped. The users are asked of moto on `port`. */
export function configOver(port: number): Record<string, Handler> {
  const idOf = async (type: string, name: string): Promise<string> => {
    if (type === 'AWS::KMS::Key') return keyIdOf(name);
    if (type !== 'AWS::IAM::User') return name;
    const { User } = await (await clients(port, 'us-east-1'))(IAMClient).send(new GetUserCommand({ UserName: name }));
    return User?.UserId ?? name;
  };
  const resultOf = async ({ name, type }: Rule, resource: string, ComplianceType: string) => ({
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: name,
        ResourceType: type,
        ResourceId: await idOf(type, resource),
        EvaluationMode: 'DETECTIVE',
      },
    },
    ComplianceType,
    ResultRecordedTime: date(0, 2),
  });
  return {
    'config:DescribeConfigurationRecorders': (_input, { region }) => ({
      ConfigurationRecorders: [recorder(region, region === home ? withoutInterfaces : everything)],
    }),
    'config:DescribeConfigurationRecorderStatus': (_input, { region }) => ({
      ConfigurationRecordersStatus: [
        region === home
          ? { name: 'default', recording: true, lastStatus: 'SUCCESS', lastStartTime: date(420) }
          : {
              name: 'default',
              recording: false,
              lastStatus: 'SUCCESS',
              lastStartTime: date(420),
              lastStopTime: date(47),
            },
      ],
    }),
    'config:DescribeDeliveryChannels': () => ({
      DeliveryChannels: [{ name: 'default', s3BucketName: 'lodge-trail-logs', s3KeyPrefix: 'config' }],
    }),
    'config:DescribeDeliveryChannelStatus': () => ({
      DeliveryChannelsStatus: [
        { name: 'default', configHistoryDeliveryInfo: { lastStatus: 'SUCCESS', lastSuccessfulTime: date(0, 4) } },
      ],
    }),
    'config:GetDiscoveredResourceCounts': (_input, { region }) => {
      const counts = region === home ? counted : { 'AWS::EC2::VPC': 1, 'AWS::EC2::Subnet': 6 };
      const resourceCounts = Object.entries(counts).map(([resourceType, count]) => ({ resourceType, count }));
      return { totalDiscoveredResources: resourceCounts.reduce((sum, { count }) => sum + count, 0), resourceCounts };
    },
    'config:GetComplianceSummaryByResourceType': ({ ResourceTypes }: { ResourceTypes: string[] }, { region }: At) => ({
      ComplianceSummariesByResourceType: ResourceTypes.map(ResourceType => {
        const judged = region === home ? rules.filter(({ type }) => type === ResourceType) : [];
        return {
          ResourceType,
          ComplianceSummary: {
            CompliantResourceCount: { CappedCount: judged.flatMap(rule => rule.compliant).length },
            NonCompliantResourceCount: { CappedCount: judged.flatMap(rule => rule.not).length },
          },
        };
      }),
    }),
    'config:DescribeConfigurationAggregators': () => ({ ConfigurationAggregators: [] }),
    'config:DescribeConfigRules': atHome(
      'ConfigRules',
      rules.map(({ name, identifier, parameters = {}, type, createdBy }) => ({
        ConfigRuleName: name,
        ConfigRuleArn: `arn:aws:config:${home}:${account}:config-rule/${name}`,
        ConfigRuleState: 'ACTIVE',
        Source: { Owner: 'AWS', SourceIdentifier: identifier },
        InputParameters: JSON.stringify(parameters),
        Scope: type === 'AWS::::Account' ? {} : { ComplianceResourceTypes: [type] },
        ...(createdBy === undefined ? {} : { CreatedBy: createdBy }),
      })),
    ),
    'config:DescribeComplianceByConfigRule': atHome(
      'ComplianceByConfigRules',
      rules.map(({ name, not }) => ({
        ConfigRuleName: name,
        Compliance:
          not.length === 0
            ? { ComplianceType: 'COMPLIANT' }
            : {
                ComplianceType: 'NON_COMPLIANT',
                ComplianceContributorCount: { CappedCount: not.length, CapExceeded: false },
              },
      })),
    ),
    'config:GetComplianceDetailsByConfigRule': async ({
      ConfigRuleName,
      ComplianceTypes,
    }: {
      ConfigRuleName: string;
      ComplianceTypes: string[];
    }) => {
      const rule = rules.find(one => one.name === ConfigRuleName);
      const wanted = rule
        ? [
            ...rule.not.map(resource => ({ rule, resource, said: 'NON_COMPLIANT' })),
            ...rule.compliant.map(resource => ({ rule, resource, said: 'COMPLIANT' })),
          ].filter(({ said }) => ComplianceTypes.includes(said))
        : [];
      return {
        EvaluationResults: await Promise.all(wanted.map(one => resultOf(one.rule, one.resource, one.said))),
      };
    },
  };
}
