import type { Trigger } from '../../core/overview.js';
import type { OverviewTables } from './needs.js';
import type { GraphqlApiRow, HttpApiRow, RestApiRow } from './rooms.js';
import { sayWhen } from './schedule-words.js';
import type { Wiring } from './wiring.js';

/** Finds what calls functions, from the side of what calls. */
export function wireAll(tables: OverviewTables, wiring: Wiring): void {
  wireRules(tables, wiring);
  wireSchedules(tables, wiring);
  if (tables.restApis) {
    wiring.read(tables.restApis, { kinds: [], what: 'routes of REST APIs' }, api => wireRest(api, wiring));
  }
  if (tables.httpApis) {
    wiring.read(tables.httpApis, { kinds: [], what: 'routes of HTTP APIs' }, api => wireHttp(api, wiring));
  }
  if (tables.graphqlApis) {
    wiring.read(tables.graphqlApis, { kinds: ['graphql'], what: 'resolvers of AppSync' }, api =>
      wireGraphql(api, wiring),
    );
  }
  if (tables.userPools) {
    wiring.read(tables.userPools, { kinds: ['user-pool'], what: 'triggers of user pools' }, pool => {
      for (const [what, arn] of Object.entries(pool.LambdaConfig)) {
        wiring.add(arn, { kind: 'user-pool', name: pool.Name, what: sayTrigger(what), state: 'on' });
      }
    });
  }
  if (tables.stateMachines) {
    wiring.read(tables.stateMachines, { kinds: ['state-machine'], what: 'steps of Step Functions' }, one => {
      for (const arn of one.functionArns) {
        wiring.add(arn, { kind: 'state-machine', name: one.name, what: '', state: 'on' });
      }
    });
  }
}

/** `PreSignUp` as people say it: `pre sign up`. */
const sayTrigger = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

const stateOf = (enabled: boolean): Trigger['state'] => (enabled ? 'on' : 'off');

function wireRules({ rules }: OverviewTables, wiring: Wiring): void {
  wiring.read(rules, { kinds: ['rule'], what: 'rules of EventBridge' }, rule => {
    const { EventBusName, Name, ScheduleExpression, State } = rule;
    const name = EventBusName === 'default' ? Name : `${EventBusName}/${Name}`;
    const what = ScheduleExpression === null ? 'events that match its pattern' : sayWhen(ScheduleExpression);
    for (const { Arn } of rule.targets) {
      wiring.add(Arn, { kind: 'rule', name, what, state: stateOf(State.startsWith('ENABLED')) });
    }
  });
}

function wireSchedules({ schedules }: OverviewTables, wiring: Wiring): void {
  wiring.read(schedules, { kinds: [], what: 'schedules' }, row => {
    const { GroupName, Name, State, Target, region } = row;
    const name = GroupName === 'default' ? Name : `${GroupName}/${Name}`;
    if (/:aws-sdk:lambda:invoke/i.test(Target.Arn)) {
      const message = 'it names the function in its input, which is not read';
      wiring.hide(region, { field: 'started by', what: `what the schedule ${name} calls`, actions: [], message });
    }
    if (!Target.Arn.includes(':function:')) return;
    const trigger: Trigger = { kind: 'schedule', name, what: '', state: stateOf(State === 'ENABLED') };
    // It is a trigger whether or not its times can be read.
    wiring.add(Target.Arn, trigger);
    const { ScheduleExpression, ScheduleExpressionTimezone } = row.schedule;
    trigger.what = sayWhen(ScheduleExpression, ScheduleExpressionTimezone);
  });
}

/** How a route lets people in. */
const sayAuth = (type: string): string => (type === 'NONE' ? 'no authorizer' : type);

function wireRest(api: RestApiRow, wiring: Wiring): void {
  for (const { authorizationType, httpMethod, integration, path } of api.methods) {
    if (!integration?.FunctionArn) continue;
    const what = `${httpMethod} ${path}`;
    wiring.add(integration.FunctionArn, route(api.name, what, authorizationType));
  }
  for (const { FunctionArn, name } of api.authorizers)
    if (FunctionArn) wiring.add(FunctionArn, authorizer(api.name, name));
}

function wireHttp(api: HttpApiRow, wiring: Wiring): void {
  const functions = new Map(api.integrations.map(one => [one.IntegrationId, one.FunctionArn]));
  for (const { AuthorizationType, IntegrationId, RouteKey } of api.routes) {
    const arn = functions.get(IntegrationId ?? '');
    if (arn) wiring.add(arn, route(api.Name, RouteKey, AuthorizationType));
  }
  for (const { FunctionArn, Name } of api.authorizers)
    if (FunctionArn) wiring.add(FunctionArn, authorizer(api.Name, Name));
}

const route = (name: string, what: string, type: string): Trigger => ({
  kind: 'api',
  name,
  what,
  state: 'on',
  auth: sayAuth(type),
});

const authorizer = (api: string, name: string): Trigger => ({
  kind: 'api',
  name: api,
  what: `authorizer ${name}`,
  state: 'on',
});

function wireGraphql(api: GraphqlApiRow, wiring: Wiring): void {
  const bySource = new Map<string, string[]>();
  for (const { dataSourceNames, fieldName, typeName } of api.resolvers ?? []) {
    for (const name of dataSourceNames) bySource.set(name, [...(bySource.get(name) ?? []), `${typeName}.${fieldName}`]);
  }
  for (const { lambdaFunctionArn, name } of api.dataSources) {
    if (lambdaFunctionArn === null) continue;
    const fields = bySource.get(name) ?? [`data source ${name}, which no resolver asks`];
    for (const what of fields) wiring.add(lambdaFunctionArn, { kind: 'graphql', name: api.name, what, state: 'on' });
  }
  for (const arn of api.authorizerFunctionArns) {
    wiring.add(arn, { kind: 'graphql', name: api.name, what: 'authorizer', state: 'on' });
  }
}
