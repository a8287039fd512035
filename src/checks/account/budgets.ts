import { check, fail, pass, saw } from '../../core/check.js';
import { type Aws, call, collection, type RowOf } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';
import { organization } from '../organizations/organization.js';
import { accounts } from './accounts.js';
import { demandOwnBill } from './payer.js';

const sdk = () => import('../budgets/sdk.js');

/** A budget, as DescribeBudgets tells; amounts in the currency of the account. */
export interface Budget {
  BudgetName: string;
  BudgetType: string;
  TimeUnit: string;
  BudgetLimit: number | null;
  ForecastedSpend: number | null;
  Unit: string;
  /** When it ends; most are for ever. */
  End: string | null;
}

/** When somebody is told. AWS deletes a notification with its last subscriber, so that each has one. */
export interface BudgetNotification {
  NotificationType: string;
  ComparisonOperator: string;
  Threshold: number;
  /** `PERCENTAGE` of the limit, or `ABSOLUTE_VALUE`. */
  ThresholdType: string;
}

export const budgets = collection<Budget, { notifications: BudgetNotification[] }>({
  id: 'account.budgets',
  scope: 'global',
  noun: 'budgets',
  // Neither is billed: AWS charges for budgets with actions, and for reports.
  calls: [call('budgets:DescribeBudgets', 'budgets:ViewBudget')],
  list: listBudgets,
  resource: ({ BudgetName }) => ({ id: BudgetName, type: 'AWS::Budgets::Budget' }),
  details: {
    notifications: {
      calls: [call('budgets:DescribeNotificationsForBudget', 'budgets:ViewBudget')],
      async get({ BudgetName }, aws) {
        const { BudgetsClient, paginateDescribeNotificationsForBudget } = await sdk();
        const found: BudgetNotification[] = [];
        const asked = { AccountId: aws.account, BudgetName };
        for await (const page of paginateDescribeNotificationsForBudget({ client: aws.client(BudgetsClient) }, asked)) {
          for (const one of page.Notifications ?? []) {
            found.push({
              NotificationType: one.NotificationType ?? '',
              ComparisonOperator: one.ComparisonOperator ?? '',
              Threshold: one.Threshold ?? 0,
              ThresholdType: one.ThresholdType ?? 'PERCENTAGE',
            });
          }
        }
        return found;
      },
    },
  },
});

async function listBudgets(aws: Aws): Promise<Budget[]> {
  const { BudgetsClient, paginateDescribeBudgets } = await sdk();
  const found: Budget[] = [];
  for await (const page of paginateDescribeBudgets({ client: aws.client(BudgetsClient) }, { AccountId: aws.account })) {
    for (const one of page.Budgets ?? []) {
      found.push({
        BudgetName: one.BudgetName ?? '',
        BudgetType: one.BudgetType ?? '',
        TimeUnit: one.TimeUnit ?? '',
        BudgetLimit: amountOf(one.BudgetLimit),
        ForecastedSpend: amountOf(one.CalculatedSpend?.ForecastedSpend),
        Unit: one.BudgetLimit?.Unit ?? '',
        End: isoOf(one.TimePeriod?.End),
      });
    }
  }
  return found;
}

const amountOf = (spend: { Amount?: string | undefined } | undefined): number | null =>
  spend?.Amount === undefined ? null : Number(spend.Amount);

const watched = budgets.with('notifications');
type WatchedBudget = RowOf<typeof watched>;

/** A threshold that is reached at ten times what is spent warns of nothing. */
const farAbove = 10;

export const budgetExists = check({
  id: 'account-budget-exists',
  title: 'A budget tells somebody when costs rise',
  why: 'Without a budget a mistake, or a stolen key, is noticed when the bill comes: weeks later.',
  fix: {
    command:
      'aws budgets create-budget --account-id {AccountId} --budget \'{"BudgetName":"monthly","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"100","Unit":"USD"}}\' --notifications-with-subscribers \'[{"Notification":{"NotificationType":"ACTUAL","ComparisonOperator":"GREATER_THAN","Threshold":80,"ThresholdType":"PERCENTAGE"},"Subscribers":[{"SubscriptionType":"EMAIL","Address":"<your address>"}]}]\'',
    undo: 'aws budgets delete-budget --account-id {AccountId} --budget-name monthly',
    note: 'Set the amount a little above what a month costs, and your address. Budgets that only tell are free.',
  },
  fields: [
    'budgets:DescribeBudgets.Budgets',
    'budgets:DescribeBudgets.Budgets.CalculatedSpend.ForecastedSpend',
    'budgets:DescribeNotificationsForBudget.Notifications',
  ],
  on: accounts.with(),
  also: { budgets: watched, organizations: organization.with() },
  test(_account, tables, { now }) {
    const running = tables.budgets.where(one => one.BudgetType === 'COST' && !isOver(one, now));
    const telling = running.first(one => one.notifications.some(each => isNear(each, one)));
    if (telling) {
      const seen = saw('budgets:DescribeNotificationsForBudget', 'Notifications', telling.notifications);
      return pass(`budget ${telling.BudgetName} tells somebody`, seen);
    }
    const all = running.all();
    demandOwnBill(tables.organizations, 'budgets:DescribeBudgets', all.length === 0 ? 'budget' : 'budget that warns');
    const names = all.map(one => one.BudgetName);
    const listed = saw('budgets:DescribeBudgets', 'Budgets', names, 'a cost budget with an alert');
    const silent = all.filter(one => one.notifications.length === 0);
    if (all.length === 0) return fail('there is no budget of costs', listed);
    if (silent.length === all.length) return fail(`nobody is told by the budgets: ${names.join(', ')}`, listed);
    const forecasts = all.map(one => one.ForecastedSpend);
    const forecast = saw('budgets:DescribeBudgets', 'Budgets[].CalculatedSpend.ForecastedSpend', forecasts);
    const message = `every alert waits for more than ${farAbove} times the spend that AWS expects: ${names.join(', ')}`;
    return fail(message, listed, forecast);
  },
});

const isOver = ({ End }: Budget, now: Date): boolean => End !== null && Date.parse(End) < now.getTime();

/** Where AWS expects no figure yet, any threshold may be near. */
function isNear({ Threshold, ThresholdType }: BudgetNotification, budget: WatchedBudget): boolean {
  const { BudgetLimit, ForecastedSpend } = budget;
  if (ForecastedSpend === null || ForecastedSpend <= 0) return true;
  if (ThresholdType !== 'PERCENTAGE') return Threshold <= farAbove * ForecastedSpend;
  return BudgetLimit === null || (BudgetLimit * Threshold) / 100 <= farAbove * ForecastedSpend;
}
