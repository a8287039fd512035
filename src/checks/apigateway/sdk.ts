export { APIGatewayClient, paginateGetRestApis } from '@aws-sdk/client-api-gateway';
