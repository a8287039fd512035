export {
  BudgetsClient,
  paginateDescribeBudgets,
  paginateDescribeNotificationsForBudget,
} from '@aws-sdk/client-budgets';
