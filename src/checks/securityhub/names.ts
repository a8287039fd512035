/** `aws-foundational-security-best-practices 1.0.0`, from the ARN of a standard. */
export function nameOfStandard({ StandardsArn }: { StandardsArn: string }): string {
  const [, name = StandardsArn, , version] = StandardsArn.split('/');
  return version === undefined ? name : `${name} ${version}`;
}

/** `aws/guardduty`, from the ARN of a subscription to a product. */
export const nameOfSubscription = (arn: string): string => arn.slice(arn.indexOf('/') + 1);

/** Security Hub is subscribed to itself; that alone brings no finding. */
export const othersThanHub = (products: readonly string[]): string[] =>
  products.filter(arn => nameOfSubscription(arn) !== 'aws/securityhub');

/** Services whose name CloudFormation spells otherwise than the Security Finding Format. */
const spellings: Readonly<Record<string, string>> = {
  Acm: 'ACM',
  Dms: 'DMS',
  Ec2: 'EC2',
  Ecr: 'ECR',
  Ecs: 'ECS',
  Efs: 'EFS',
  Eks: 'EKS',
  Iam: 'IAM',
  Kms: 'KMS',
  Rds: 'RDS',
  S3: 'S3',
  Sns: 'SNS',
  Sqs: 'SQS',
  Ssm: 'SSM',
};
const others: Readonly<Record<string, string>> = {
  AwsAccount: 'AWS::::Account',
  AwsCloudTrailTrail: 'AWS::CloudTrail::Trail',
  AwsIamAccessKey: 'AWS::IAM::AccessKey',
  AwsLambdaFunction: 'AWS::Lambda::Function',
  AwsSecretsManagerSecret: 'AWS::SecretsManager::Secret',
};

/** CloudFormation's name of a type of the Security Finding Format (`AwsIamUser` -> `AWS::IAM::User`); unknown ones stay. */
export function cloudFormationType(asff: string): string {
  const known = others[asff];
  if (known !== undefined) return known;
  const [, service = '', resource] = /^Aws(S3|[A-Z][a-z]+2?)([A-Z]\w+)$/.exec(asff) ?? [];
  const spelling = spellings[service];
  return spelling === undefined || resource === undefined ? asff : `AWS::${spelling}::${resource}`;
}
