export { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
