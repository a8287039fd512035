import { type EscalationPath, path } from './path.js';

/** Rewrites policies, credentials and memberships; no other service is involved. */
export const iamPaths: readonly EscalationPath[] = [
  path('iam-full-access', 'iam:*', 'grants itself anything'),
  path('iam-put-anything', 'iam:Put*', 'writes inline policies and boundaries'),
  path('iam-create-policy-version', 'iam:CreatePolicyVersion', 'writes a new default version of a policy it is under'),
  path('iam-set-default-policy-version', 'iam:SetDefaultPolicyVersion', 'goes back to a wider version of a policy', {
    needs: 'an older, wider version',
  }),
  path(
    'iam-policy-version-and-default',
    'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion',
    'writes a version and makes it the default',
  ),
  path('iam-create-access-key', 'iam:CreateAccessKey', 'makes a key for another user'),
  path('iam-replace-access-key', 'iam:CreateAccessKey iam:DeleteAccessKey', 'replaces one of two keys of another user'),
  path('iam-create-login-profile', 'iam:CreateLoginProfile', 'sets a console password for another user'),
  path('iam-update-login-profile', 'iam:UpdateLoginProfile', 'changes the console password of another user'),
  path('iam-attach-user-policy', 'iam:AttachUserPolicy', 'attaches AdministratorAccess to a user'),
  path('iam-attach-group-policy', 'iam:AttachGroupPolicy', 'attaches AdministratorAccess to a group'),
  path('iam-attach-role-policy', 'iam:AttachRolePolicy', 'attaches AdministratorAccess to a role'),
  path('iam-put-user-policy', 'iam:PutUserPolicy', 'writes an inline policy into a user'),
  path('iam-put-group-policy', 'iam:PutGroupPolicy', 'writes an inline policy into a group'),
  path('iam-put-role-policy', 'iam:PutRolePolicy', 'writes an inline policy into a role'),
  path('iam-add-user-to-group', 'iam:AddUserToGroup', 'joins a group of administrators', {
    needs: 'a privileged group',
  }),
  path('iam-update-assume-role-policy', 'iam:UpdateAssumeRolePolicy', 'lets itself into a role', {
    needs: 'a privileged role',
  }),
  path(
    'iam-attach-user-policy-and-key',
    'iam:AttachUserPolicy iam:CreateAccessKey',
    'widens another user and takes a key of it',
  ),
  path(
    'iam-put-user-policy-and-key',
    'iam:PutUserPolicy iam:CreateAccessKey',
    'widens another user and takes a key of it',
  ),
  path(
    'iam-new-user-with-key',
    'iam:CreateUser iam:CreateAccessKey',
    'makes a user outside every control and takes its key',
  ),
  path('iam-new-user-in-group', 'iam:CreateUser iam:AddUserToGroup', 'makes a user in a privileged group'),
  path('iam-new-user-attach', 'iam:CreateUser iam:AttachUserPolicy', 'makes a user with AdministratorAccess'),
  path('iam-new-user-put', 'iam:CreateUser iam:PutUserPolicy', 'makes a user with an inline policy'),
  path(
    'iam-attach-and-trust',
    'iam:AttachRolePolicy iam:UpdateAssumeRolePolicy',
    'widens a role and lets itself into it',
  ),
  path('iam-put-and-trust', 'iam:PutRolePolicy iam:UpdateAssumeRolePolicy', 'widens a role and lets itself into it'),
  path(
    'iam-version-and-trust',
    'iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy',
    'widens a role and lets itself into it',
  ),
  path('sts-attach-and-assume', 'sts:AssumeRole iam:AttachRolePolicy', 'widens a role it may assume'),
  path('sts-put-and-assume', 'sts:AssumeRole iam:PutRolePolicy', 'widens a role it may assume'),
  path('sts-trust-and-assume', 'sts:AssumeRole iam:UpdateAssumeRolePolicy', 'lets itself into a role and assumes it'),
  path('sts-version-and-assume', 'sts:AssumeRole iam:CreatePolicyVersion', 'widens a policy of a role it may assume'),
  path('iam-delete-user-boundary', 'iam:DeleteUserPermissionsBoundary', 'drops the boundary that holds a user back', {
    needs: 'a user under a boundary',
  }),
  path('iam-delete-role-boundary', 'iam:DeleteRolePermissionsBoundary', 'drops the boundary that holds a role back', {
    needs: 'a role under a boundary',
  }),
];
