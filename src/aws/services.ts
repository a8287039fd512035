/** The SDK's service ids that differ from the IAM prefix by more than case, blanks and "." */
const prefixes: Readonly<Record<string, string>> = {
  AccessAnalyzer: 'access-analyzer',
  'API Gateway': 'apigateway',
  // Signs as "apigateway" and needs its IAM actions, but many operations of the two share a name (GetStages).
  ApiGatewayV2: 'apigatewayv2',
  'CloudWatch Logs': 'logs',
  'Application Auto Scaling': 'application-autoscaling',
  'Cognito Identity': 'cognito-identity',
  'Cognito Identity Provider': 'cognito-idp',
  'Compute Optimizer': 'compute-optimizer',
  'Config Service': 'config',
  'Cost Explorer': 'ce',
  'Cost Optimization Hub': 'cost-optimization-hub',
  EFS: 'elasticfilesystem',
  'Elastic Load Balancing': 'elasticloadbalancing',
  'Elastic Load Balancing v2': 'elasticloadbalancing',
  EventBridge: 'events',
  'Resource Explorer 2': 'resource-explorer-2',
  'Resource Groups Tagging API': 'tag',
  'Route 53': 'route53',
  'Route 53 Domains': 'route53domains',
  // Its GetPublicAccessBlock is another call than that of S3, with an IAM action of its own.
  'S3 Control': 's3control',
  'Service Quotas': 'servicequotas',
  SESv2: 'ses',
  SFN: 'states',
};

/** The IAM prefix of a service as the SDK names it: `CloudWatch Logs` -> `logs`, `KMS` -> `kms`. */
export const iamPrefixOf = (serviceId: string): string =>
  prefixes[serviceId] ?? serviceId.toLowerCase().replace(/[\s.]/g, '');
