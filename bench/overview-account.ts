import { rooms } from '../src/ledger/overview/rooms.js';
import { document, globally, role } from '../test/checks/iam/rows.js';
import { arnOf, functionRow, used } from '../test/checks/lambda/rows.js';
import { row, type World, world } from '../test/support/world.js';

const home = 'eu-north-1';
const account = '111122223333';
const arn = (service: string, rest: string): string => `arn:aws:${service}:${home}:${account}:${rest}`;

/** Facts of an account of so many functions, each with a role, a table, an API's permission, a rule and a log group of its own. */
export function functionsWorld(count: number): World {
  const numbers = Array.from({ length: count }, (_, at) => at);
  const name = (at: number): string => `function-${at}`;
  return world({
    // Rooms of which the account has nothing were asked all the same.
    ...Object.fromEntries(Object.values(rooms).map(({ collection }) => [collection.id, []])),
    'lambda.functions': numbers.map(at =>
      functionRow(
        name(at),
        {
          tags: { 'aws:cloudformation:stack-name': `stack-${Math.floor(at / 20)}` },
          policy: [
            {
              Sid: 'api',
              Effect: 'Allow',
              Principals: ['apigateway.amazonaws.com'],
              Actions: ['lambda:InvokeFunction'],
              SourceArns: [arn('execute-api', `api${at % 50}/*/GET/things/${at}`)],
              SourceAccounts: [],
            },
          ],
          urlConfigs: [],
          eventSourceMappings: [],
          use: used(),
        },
        { Role: `arn:aws:iam::${account}:role/${name(at)}`, EnvironmentNames: ['TABLE_NAME', 'BUCKET'] },
      ),
    ),
    'eventbridge.rules': numbers.map(at =>
      row(
        {
          Name: `rule-${at}`,
          Arn: arn('events', `rule/rule-${at}`),
          EventBusName: 'default',
          State: 'ENABLED',
          ScheduleExpression: 'cron(0 3 * * ? *)',
        },
        { targets: [{ Id: '1', Arn: arnOf(name(at)), RoleArn: null }] },
      ),
    ),
    'scheduler.schedules': [],
    'amplify.apps': [],
    'iam.roles': numbers.map(at => globally(role(name(at), { PolicyNames: ['data'] }))),
    'iam.policies': numbers.map(at =>
      globally({
        Kind: 'inline',
        PolicyName: 'data',
        Arn: `arn:aws:iam::${account}:role/${name(at)}`,
        EntityType: 'Role',
        EntityName: name(at),
        PolicyDocument: document(
          { Effect: 'Allow', Action: ['dynamodb:*'], Resource: arn('dynamodb', `table/table-${at}`) },
          { Effect: 'Allow', Action: ['s3:Get*', 's3:PutObject'], Resource: 'arn:aws:s3:::media/*' },
          { Effect: 'Allow', Action: 'logs:*', Resource: '*' },
          { Effect: 'Deny', Action: 'dynamodb:DeleteTable', Resource: '*' },
        ),
      }),
    ),
    'iam.awsPolicies': [],
    'cloudwatch.alarms': numbers.map(at =>
      row({
        AlarmName: `alarm-${at}`,
        StateValue: 'OK',
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: { FunctionName: name(at) },
        Metrics: [],
      }),
    ),
    'logs.logGroups': numbers.map(at =>
      row({ logGroupName: `/aws/lambda/${name(at)}`, retentionInDays: 30, storedBytes: 1024 }),
    ),
  });
}
