/** Ids of services by the second part of CloudFormation's type names, where that is not the id in small letters. */
const services: Readonly<Record<string, string>> = {
  ApiGatewayV2: 'apigateway',
  AccessAnalyzer: 'iam',
  Budgets: 'cost-explorer',
  CE: 'cost-explorer',
  CertificateManager: 'acm',
  ACMPCA: 'acm',
  DAX: 'dynamodb',
  ElasticLoadBalancing: 'elb',
  ElasticLoadBalancingV2: 'elb',
  Events: 'eventbridge',
  EventSchemas: 'eventbridge',
  InspectorV2: 'inspector',
  Logs: 'cloudwatch',
  Pipes: 'eventbridge',
  RolesAnywhere: 'iam',
  Route53RecoveryControl: 'route53',
  Route53Resolver: 'route53',
  Scheduler: 'eventbridge',
  Synthetics: 'cloudwatch',
  WAF: 'waf',
  WAFRegional: 'waf',
  WAFv2: 'waf',
};

const volumes = /^AWS::EC2::(Volume|Snapshot)/;
const machines = /^AWS::EC2::(Instance|LaunchTemplate|Host|SpotFleet|EC2Fleet|KeyPair|PlacementGroup)/;

/** The ledger's service of a CloudFormation type: `AWS::DAX::Cluster` is of `dynamodb`. Undefined for no AWS type. */
export function serviceOfType(type: string): string | undefined {
  const [owner, name] = type.split('::');
  if (owner !== 'AWS' || !name) return undefined;
  if (name === 'EC2') return volumes.test(type) ? 'ebs' : machines.test(type) ? 'ec2' : 'vpc';
  return services[name] ?? name.toLowerCase();
}
