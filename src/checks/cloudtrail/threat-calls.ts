/** Calls by which intruders learn what an account holds; distinct event names of public threat lists. */
export const enumerationCalls = `
  CreateIndex DescribeAccessEntry DescribeAccountAttributes DescribeAvailabilityZones DescribeBundleTasks
  DescribeCarrierGateways
  DescribeClientVpnRoutes DescribeCluster DescribeDhcpOptions DescribeFlowLogs DescribeImages DescribeInstanceAttribute
  DescribeInstanceInformation DescribeInstanceTypes DescribeInstances DescribeKeyPairs DescribeLogGroups
  DescribeLogStreams DescribeOrganization DescribeRegions DescribeSecurityGroups DescribeSnapshotAttribute
  DescribeSnapshotTierStatus DescribeSubscriptionFilters DescribeTransitGatewayMulticastDomains DescribeVolumes
  DescribeVolumesModifications DescribeVpcEndpointConnectionNotifications DescribeVpcs GetAccount
  GetAccountAuthorizationDetails GetAccountSendingEnabled GetBucketAcl GetBucketLogging GetBucketPolicy
  GetBucketReplication GetBucketVersioning GetCallerIdentity GetCertificate GetConsoleScreenshot GetCostAndUsage
  GetDetector GetEbsDefaultKmsKeyId GetEbsEncryptionByDefault GetFindings GetFlowLogsIntegrationTemplate
  GetIdentityVerificationAttributes GetInstances GetIntrospectionSchema GetLaunchTemplateData GetLogRecord
  GetParameters GetPolicyVersion GetPublicAccessBlock GetQueryResults GetRegions GetSMSAttributes
  GetSMSSandboxAccountStatus GetSendQuota GetTransitGatewayRouteTableAssociations GetUserPolicy HeadObject
  ListAccessKeys ListAccounts ListAllMyBuckets ListAssociatedAccessPolicies ListAttachedUserPolicies ListClusters
  ListDetectors ListDomains ListFindings ListHostedZones ListIPSets ListIdentities ListInstanceProfiles ListObjects
  ListOrganizationalUnitsForParent ListOriginationNumbers ListPolicyVersions ListResources ListRoles ListRules ListServiceQuotas
  ListSubscriptions ListTargetsByRule ListTopics ListUsers LookupEvents Search
`
  .trim()
  .split(/\s+/);

/** Calls of Bedrock and the Marketplace by which stolen keys are put to use for AI models. */
export const modelAbuseCalls = `
  AcceptAgreementRequest CreateFoundationModelAgreement GetFoundationModelAvailability
  GetModelInvocationLoggingConfiguration GetUseCaseForModelAccess InvokeModel InvokeModelWithResponseStream
  ListFoundationModelAgreementOffers ListFoundationModels ListProvisionedModelThroughputs
  PutFoundationModelEntitlement PutModelInvocationLoggingConfiguration PutUseCaseForModelAccess SearchAgreements
`
  .trim()
  .split(/\s+/);

/** Calls by which a principal with few rights gains more. */
export const privilegeEscalationCalls = `
  AddPermission AddRoleToInstanceProfile AddUserToGroup AssociateAccessPolicy AssumeRole AttachGroupPolicy
  AttachRolePolicy AttachUserPolicy ChangePassword CreateAccessEntry CreateAccessKey CreateDevEndpoint
  CreateEventSourceMapping CreateFunction CreateGroup CreateJob CreateKeyPair CreateLoginProfile CreatePipeline
  CreatePolicyVersion CreateRole CreateStack DeleteRolePermissionsBoundary DeleteRolePolicy
  DeleteUserPermissionsBoundary DeleteUserPolicy DetachRolePolicy DetachUserPolicy GetCredentialsForIdentity GetId
  GetPolicyVersion GetUserPolicy Invoke ModifyInstanceAttribute PassRole PutGroupPolicy PutPipelineDefinition
  PutRolePermissionsBoundary PutRolePolicy PutUserPermissionsBoundary PutUserPolicy
  ReplaceIamInstanceProfileAssociation RunInstances SetDefaultPolicyVersion UpdateAccessKey UpdateAssumeRolePolicy
  UpdateDevEndpoint UpdateEventSourceMapping UpdateFunctionCode UpdateJob UpdateLoginProfile
`
  .trim()
  .split(/\s+/);
