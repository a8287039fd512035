import { collection } from '../../core/collection.js';

/** What of a Lambda function tells which log group is its own. */
export interface FunctionName {
  FunctionName: string;
  /** The log group it writes to, where it is not the one named after it. */
  LoggingConfig: { LogGroup: string } | null;
}

/** The functions of a region, as owners of log groups. */
export const functionNames = collection<FunctionName>({
  id: 'logs.functionNames',
  noun: 'Lambda functions',
  calls: ['lambda:ListFunctions'],
  async list(aws) {
    const { LambdaClient, paginateListFunctions } = await import('../lambda/sdk.js');
    const found: FunctionName[] = [];
    for await (const page of paginateListFunctions({ client: aws.client(LambdaClient), pageSize: 50 }, {})) {
      for (const { FunctionName = '', LoggingConfig } of page.Functions ?? []) {
        const { LogGroup } = LoggingConfig ?? {};
        found.push({ FunctionName, LoggingConfig: LogGroup ? { LogGroup } : null });
      }
    }
    return found;
  },
  resource: ({ FunctionName }) => ({ id: FunctionName, type: 'AWS::Lambda::Function' }),
});
