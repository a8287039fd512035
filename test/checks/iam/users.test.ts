import { describe, expect, it } from 'vitest';
import { noAdministratorAccess, policiesThroughGroups } from '../../../src/checks/iam/users.js';
import { gap, judge, world } from '../../support/world.js';
import { awsPolicy, globally, ownPolicy, user, verdictOn, verdictsOn } from './rows.js';

const users = (...items: object[]) => world({ 'iam.users': items.map(item => globally(item)) });
const denied = world({ 'iam.users': { rows: [], gaps: [gap('iam:GetAccountAuthorizationDetails')] } });

describe('iam-user-policies-through-groups-only', () => {
  it('passes a user with groups and a permissions boundary only', async () => {
    const ada = user('ada', { GroupList: ['staff'], PermissionsBoundaryArn: ownPolicy('limits').PolicyArn });
    expect(await verdictsOn(policiesThroughGroups, users(ada))).toEqual([['ada', 'PASS']]);
  });
  it('fails once a policy', async () => {
    const ada = user('ada', { AttachedManagedPolicies: [awsPolicy('ReadOnlyAccess')], PolicyNames: ['extra', 'more'] });
    expect(await verdictsOn(policiesThroughGroups, users(ada))).toEqual([
      ['ada/ReadOnlyAccess', 'FAIL'],
      ['ada/extra', 'FAIL'],
      ['ada/more', 'FAIL'],
    ]);
  });
  it('takes away each in its own way, quoting what AWS lets into a path', async () => {
    const hostile = { PolicyName: 'x', PolicyArn: "arn:aws:iam::1:policy/$(reboot)/{arn}'/x" };
    const ada = user('ada', {
      AttachedManagedPolicies: [hostile],
      PolicyNames: ['extra'],
      Arn: 'arn:aws:iam::1:user/;id;/ada',
    });
    const commands = (await judge(policiesThroughGroups, users(ada))).map(finding => finding.fix?.command);
    expect(commands).toEqual([
      'aws iam delete-user-policy --user-name ada --policy-name extra',
      "aws iam detach-user-policy --user-name ada --policy-arn 'arn:aws:iam::1:policy/$(reboot)/{''arn}'\\''/x'",
    ]);
  });
  it('cannot tell without the list', async () =>
    expect((await verdictOn(policiesThroughGroups, denied)).verdict).toBe('NOT_AVAILABLE'));
  it('has nothing to say without users', async () =>
    expect((await verdictOn(policiesThroughGroups, users())).verdict).toBe('NOT_APPLICABLE'));
});

describe('iam-user-no-administrator-access', () => {
  const verdictOf = async (...policies: { PolicyName: string; PolicyArn: string }[]) =>
    verdictOn(noAdministratorAccess, users(user('ada', { AttachedManagedPolicies: policies })));
  it("fails AWS's policy, and a policy of the customer's that bears its name", async () => {
    expect((await verdictOf(awsPolicy('ReadOnlyAccess'), awsPolicy('AdministratorAccess'))).verdict).toBe('FAIL');
    const own = await verdictOf(ownPolicy('AdministratorAccess'));
    expect(own.verdict).toBe('FAIL');
    expect(own.fix?.command).toContain(ownPolicy('AdministratorAccess').PolicyArn);
  });
  it('passes policies whose names only begin like it', async () =>
    expect((await verdictOf(awsPolicy('AdministratorAccess-Amplify'))).verdict).toBe('PASS'));
  it('cannot tell without the list', async () =>
    expect((await verdictOn(noAdministratorAccess, denied)).verdict).toBe('NOT_AVAILABLE'));
});
