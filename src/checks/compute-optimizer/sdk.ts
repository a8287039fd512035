export { ComputeOptimizerClient, paginateGetLambdaFunctionRecommendations } from '@aws-sdk/client-compute-optimizer';
