import { collection, detail } from '../../core/collection.js';
import { isoOf, orNull } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A dashboard, as ListDashboards tells; dashboards belong to no region. */
export interface Dashboard {
  DashboardName: string;
  DashboardArn: string;
  LastModified: string | null;
}

/** What the widgets of a dashboard name; texts that people wrote are left out. */
export interface DashboardContent {
  /** Names of namespaces, metrics and dimensions. */
  Names: string[];
  /** Searches, queries and metric math. */
  Expressions: string[];
  AlarmArns: string[];
}

interface Details {
  content: DashboardContent;
}

/** The dashboards of the account. */
export const dashboards = collection<Dashboard, Details>({
  id: 'cloudwatch.dashboards',
  scope: 'global',
  noun: 'CloudWatch dashboards',
  calls: ['cloudwatch:ListDashboards'],
  async list(aws) {
    const { CloudWatchClient, paginateListDashboards } = await sdk();
    const found: Dashboard[] = [];
    for await (const page of paginateListDashboards({ client: aws.client(CloudWatchClient) }, {})) {
      for (const { DashboardArn = '', DashboardName = '', LastModified } of page.DashboardEntries ?? []) {
        found.push({ DashboardName, DashboardArn, LastModified: isoOf(LastModified) });
      }
    }
    return found;
  },
  resource: one => ({ id: one.DashboardName, arn: one.DashboardArn, type: 'AWS::CloudWatch::Dashboard' }),
  details: {
    content: detail({
      calls: ['cloudwatch:GetDashboard'],
      async get({ DashboardName }, aws) {
        const { CloudWatchClient, GetDashboardCommand } = await sdk();
        const client = aws.client(CloudWatchClient);
        const answer = await orNull(['ResourceNotFound', 'DashboardNotFoundError'], () =>
          client.send(new GetDashboardCommand({ DashboardName })),
        );
        return contentOf(JSON.parse(answer?.DashboardBody || '{}'));
      },
    }),
  },
});

/** Reads what is there, whatever its shape: a body is JSON that people may write by hand. */
function contentOf(body: unknown): DashboardContent {
  const content = { Names: new Set<string>(), Expressions: new Set<string>(), AlarmArns: new Set<string>() };
  for (const widget of listOf(fieldOf(body, 'widgets'))) {
    const properties = fieldOf(widget, 'properties');
    const alarms = [
      ...listOf(fieldOf(properties, 'alarms')),
      ...listOf(fieldOf(fieldOf(properties, 'annotations'), 'alarms')),
    ];
    for (const arn of alarms) if (typeof arn === 'string') content.AlarmArns.add(arn);
    for (const part of listOf(fieldOf(properties, 'metrics')).flatMap(line => listOf(line))) {
      const expression = fieldOf(part, 'expression');
      if (typeof part === 'string') content.Names.add(part);
      else if (typeof expression === 'string') content.Expressions.add(expression);
    }
  }
  return {
    Names: [...content.Names],
    Expressions: [...content.Expressions],
    AlarmArns: [...content.AlarmArns],
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
