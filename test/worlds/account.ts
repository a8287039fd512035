import { accountRow, contact } from '../checks/account/rows.js';
import { gap, type World, world } from '../support/world.js';

export const worlds: World[] = [
  world({ 'account.accounts': [accountRow()] }),
  world({ 'account.accounts': [accountRow({ securityContact: null, billingContact: contact('Operations', 3) })] }),
  world({
    'account.accounts': [
      accountRow({
        contactInformation: gap('account:GetContactInformation', { region: 'global' }),
        operationsContact: gap('account:GetAlternateContact', { region: 'global' }),
      }),
    ],
  }),
];
