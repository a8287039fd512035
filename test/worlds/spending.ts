import { accountRow } from '../checks/account/rows.js';
import { alert, budget, monitor, subscription } from '../checks/account/spending-rows.js';
import { organizationRow, seenByMember } from '../checks/organizations/rows.js';
import { gap, type World, world } from '../support/world.js';

const accounts = { 'account.accounts': [accountRow()] };
const hidden = (api: string) => ({ gaps: [gap(api, { region: 'global' })] });

/** Somebody is told of everything. */
const told = world({
  ...accounts,
  'organizations.organization': [organizationRow()],
  'account.budgets': [budget('silent', {}, []), budget('monthly')],
  'account.anomalyMonitors': [monitor('services')],
  'account.anomalySubscriptions': [subscription(['services'], 'CONFIRMED')],
});

/** Nobody is. */
const untold = world({
  ...accounts,
  'organizations.organization': [],
  'account.budgets': [budget('silent', {}, []), budget('far', { BudgetLimit: 10_000 }, [alert()])],
  'account.anomalyMonitors': [monitor('services')],
  'account.anomalySubscriptions': [subscription(['services'], 'DECLINED')],
});

/** Another account pays. */
const member = world({
  ...accounts,
  'organizations.organization': [seenByMember()],
  'account.budgets': [],
  'account.anomalyMonitors': [],
  'account.anomalySubscriptions': [],
});

const dark = world({
  ...accounts,
  'organizations.organization': [organizationRow()],
  'account.budgets': [budget('dark', {}, gap('budgets:DescribeNotificationsForBudget', { region: 'global' }))],
  'account.anomalyMonitors': hidden('ce:GetAnomalyMonitors'),
  'account.anomalySubscriptions': [subscription(['services'], 'CONFIRMED')],
});

export const worlds: World[] = [told, untold, member, dark];
