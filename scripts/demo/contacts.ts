import { AccountClient, PutAlternateContactCommand } from '@aws-sdk/client-account';
import { CreateAccountAliasCommand, IAMClient, UpdateAccountPasswordPolicyCommand } from '@aws-sdk/client-iam';
import { alias, type Seeder } from './place.js';

const founder = {
  Name: 'Anna Lind',
  Title: 'CTO',
  EmailAddress: 'anna.lind@lodge.example',
  PhoneNumber: '+46 8 123 456 78',
};

/** The account itself: its name, whom AWS writes to, and the rules for passwords. */
export async function seedContacts(seeder: Seeder): Promise<void> {
  const here = seeder.at('us-east-1');
  await seeder.made(1430);
  await here(IAMClient).send(new CreateAccountAliasCommand({ AccountAlias: alias }));
  for (const AlternateContactType of ['BILLING', 'OPERATIONS'] as const)
    await here(AccountClient).send(new PutAlternateContactCommand({ AlternateContactType, ...founder }));
  await here(IAMClient).send(
    new UpdateAccountPasswordPolicyCommand({
      MinimumPasswordLength: 10,
      RequireLowercaseCharacters: true,
      RequireUppercaseCharacters: true,
      RequireNumbers: true,
      RequireSymbols: true,
      AllowUsersToChangePassword: true,
      PasswordReusePrevention: 24,
    }),
  );
}
