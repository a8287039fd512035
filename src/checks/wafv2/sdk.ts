export {
  GetLoggingConfigurationCommand,
  GetPermissionPolicyCommand,
  GetRuleGroupCommand,
  GetWebACLCommand,
  ListResourcesForWebACLCommand,
  ListRuleGroupsCommand,
  ListWebACLsCommand,
  ResourceType,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
