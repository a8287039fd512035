export { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
