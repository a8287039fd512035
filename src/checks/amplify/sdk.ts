export { AmplifyClient, paginateListApps } from '@aws-sdk/client-amplify';
