import { type Aws, call, collection } from '../../core/collection.js';
import type { MetricQuery, MetricSeries } from '../../core/metrics.js';
import { type EventBus, listBuses } from './buses.js';

const sdk = () => import('./sdk.js');

/** A rule of an event bus. */
export interface EventRule {
  Name: string;
  Arn: string;
  EventBusName: string;
  EventBusArn: string;
  State: string;
  ScheduleExpression: string | null;
  /** Whether it has one: patterns are not kept. */
  HasEventPattern: boolean;
  /** The AWS service that made it: `prod.vhs.events.aws.internal` for those of archives. */
  ManagedBy: string | null;
  RoleArn: string | null;
}

/** Where a rule sends events; what it sends is not kept. */
export interface RuleTarget {
  Id: string;
  Arn: string;
  RoleArn: string | null;
}

/** Day by day over 90 days. */
export interface RuleUse {
  Invocations: MetricSeries;
  TriggeredRules: MetricSeries;
  FailedInvocations: MetricSeries;
}

export const rules = collection<EventRule, { targets: RuleTarget[]; use: RuleUse }>({
  id: 'eventbridge.rules',
  noun: 'EventBridge rules',
  calls: ['events:ListEventBuses', call('events:ListRules', 'events:ListRules', { each: true })],
  async list(aws) {
    const lists = await Promise.all((await listBuses(aws)).map(bus => listOf(bus, aws)));
    return lists.flat();
  },
  resource: ({ Arn, EventBusName, Name }) => ({
    id: EventBusName === 'default' ? Name : `${EventBusName}/${Name}`,
    arn: Arn,
    name: Name,
    type: 'AWS::Events::Rule',
  }),
  details: {
    targets: { calls: ['events:ListTargetsByRule'], get: listTargets },
    use: {
      metrics: rule => ({
        Invocations: ruleMetric('Invocations', rule),
        TriggeredRules: ruleMetric('TriggeredRules', rule),
        FailedInvocations: ruleMetric('FailedInvocations', rule),
      }),
    },
  },
});

/** Metrics of rules on the default bus have no dimension for the bus; those of other buses have. */
const ruleMetric = (MetricName: string, { EventBusName, Name }: EventRule): MetricQuery => ({
  Namespace: 'AWS/Events',
  MetricName,
  Dimensions: { ...(EventBusName === 'default' ? {} : { EventBusName }), RuleName: Name },
  Statistic: 'Sum',
  Days: 90,
});

async function listOf(bus: EventBus, aws: Aws): Promise<EventRule[]> {
  const { EventBridgeClient, ListRulesCommand } = await sdk();
  const client = aws.client(EventBridgeClient);
  const found: EventRule[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const more = NextToken === undefined ? {} : { NextToken };
      const page = await client.send(new ListRulesCommand({ EventBusName: bus.Name, ...more }));
      for (const rule of page.Rules ?? []) {
        found.push({
          Name: rule.Name ?? '',
          Arn: rule.Arn ?? '',
          EventBusName: bus.Name,
          EventBusArn: bus.Arn,
          State: rule.State ?? '',
          ScheduleExpression: rule.ScheduleExpression ?? null,
          HasEventPattern: rule.EventPattern !== undefined,
          ManagedBy: rule.ManagedBy ?? null,
          RoleArn: rule.RoleArn ?? null,
        });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  } catch (error) {
    aws.missed({ id: bus.Name }, error);
    return [];
  }
  return found;
}

async function listTargets({ EventBusName, Name: Rule }: EventRule, aws: Aws): Promise<RuleTarget[]> {
  const { EventBridgeClient, ListTargetsByRuleCommand } = await sdk();
  const client = aws.client(EventBridgeClient);
  const found: RuleTarget[] = [];
  let NextToken: string | undefined;
  do {
    const more = NextToken === undefined ? {} : { NextToken };
    const page = await client.send(new ListTargetsByRuleCommand({ Rule, EventBusName, ...more }));
    for (const { Arn = '', Id = '', RoleArn } of page.Targets ?? []) found.push({ Id, Arn, RoleArn: RoleArn ?? null });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
