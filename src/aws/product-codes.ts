/** What Cost Explorer calls the products whose codes an export has. */
const names: Readonly<Record<string, string>> = {
  AWSAmplify: 'AWS Amplify',
  AWSLambda: 'AWS Lambda',
  AmazonApiGateway: 'Amazon API Gateway',
  AmazonS3: 'Amazon Simple Storage Service',
  AmazonAuroraDSQL: 'Amazon Aurora DSQL',
  AuroraDSQL: 'Amazon Aurora DSQL',
  AmazonCognito: 'Amazon Cognito',
  AWSSystemsManager: 'AWS Systems Manager',
  AWSSecretsManager: 'AWS Secrets Manager',
  AWSIAMAccessAnalyzer: 'AWS IAM Access Analyzer',
  AmazonCloudWatch: 'AmazonCloudWatch',
  AWSCloudShell: 'AWS CloudShell',
  AWSCloudTrail: 'AWS CloudTrail',
  AmazonRoute53: 'Amazon Route 53',
  AmazonRegistrar: 'Amazon Registrar',
  AmazonDynamoDB: 'Amazon DynamoDB',
  AmazonDAX: 'DynamoDB Accelerator (DAX)',
  awswaf: 'AWS WAF',
  AWSShield: 'AWS Shield',
  AmazonGuardDuty: 'Amazon GuardDuty',
  AWSSecurityHub: 'AWS Security Hub',
  awskms: 'AWS Key Management Service',
  AWSConfig: 'AWS Config',
  AWSEvents: 'CloudWatch Events',
  AmazonEventBridge: 'Amazon EventBridge',
  AWSAppSync: 'AWS AppSync',
  AWSELB: 'Amazon Elastic Load Balancing',
  AmazonVPC: 'Amazon Virtual Private Cloud',
  AmazonRDS: 'Amazon Relational Database Service',
  AmazonElastiCache: 'Amazon ElastiCache',
  AmazonCloudFront: 'Amazon CloudFront',
  AmazonSES: 'Amazon Simple Email Service',
  AmazonSNS: 'Amazon Simple Notification Service',
  AWSQueueService: 'Amazon Simple Queue Service',
  AmazonECS: 'Amazon Elastic Container Service',
  AmazonECR: 'Amazon EC2 Container Registry (ECR)',
  AmazonEFS: 'Amazon Elastic File System',
  AmazonStates: 'AWS Step Functions',
  AWSCertificateManager: 'AWS Certificate Manager',
  AWSXRay: 'AWS X-Ray',
  AmazonMacie: 'Amazon Macie',
  AmazonInspector: 'Amazon Inspector',
  AmazonInspectorV2: 'Amazon Inspector',
  AWSBackup: 'AWS Backup',
  AWSCloudFormation: 'AWS CloudFormation',
  AWSCostExplorer: 'AWS Cost Explorer',
  AWSBudgets: 'AWS Budgets',
  AWSDataTransfer: 'AWS Data Transfer',
  AWSSupportBasic: 'AWS Support (Basic)',
  AWSDeveloperSupport: 'AWS Support (Developer)',
  AWSSupportDeveloper: 'AWS Support (Developer)',
  AWSSupportBusiness: 'AWS Support (Business)',
  AWSSupportEnterprise: 'AWS Support (Enterprise)',
  ComputeSavingsPlans: 'Savings Plans for AWS Compute usage',
};

/** Usage of EC2 that a bill shows as compute; the rest is "EC2 - Other". */
const compute = /BoxUsage|SpotUsage|DedicatedUsage|HostUsage|UnusedBox|UnusedDed|EBSOptimized|Reservation:/;

/** The service's name on a bill, of the product code of an export; a code that is not known stays what it is. */
export function billName(productCode: string, usageType: string): string {
  if (productCode === 'AmazonEC2') {
    return compute.test(usageType) ? 'Amazon Elastic Compute Cloud - Compute' : 'EC2 - Other';
  }
  return names[productCode] ?? productCode;
}
