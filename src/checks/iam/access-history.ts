import { collection, detail } from '../../core/collection.js';
import { daysBetween } from '../../core/facts.js';
import { usualWindow } from '../../core/system.js';
import { listPrincipals } from './authorization-details.js';
import { listServicesLastAccessed, type ServiceLastAccessed } from './services-last-accessed.js';

/** AWS may tell a little late that a role was used. */
const lookedBack = usualWindow + 10;

/** A user or role, and when it was seen last. */
export interface AccessPrincipal {
  Arn: string;
  Name: string;
  Kind: 'User' | 'Role';
  /** Of a role: when it was used last within AWS's 400 days of memory; null for users. */
  LastUsedDate: string | null;
}

/**
 * Which services users and roles have tried, as IAM remembers it for 400 days: a hint of use, as it counts denied
 * attempts and mere looking too. Roles that AWS's services keep for themselves are left out, as they look at everything.
 */
export const accessHistory = collection<AccessPrincipal, { lastAccessed: ServiceLastAccessed[] }>({
  id: 'iam.accessHistory',
  scope: 'global',
  noun: 'users and roles',
  calls: ['iam:GetAccountAuthorizationDetails'],
  async list(aws) {
    const [users, roles] = [await listPrincipals('User', aws), await listPrincipals('Role', aws)];
    const own = roles.filter(({ Name, Path }) => !Path.startsWith('/aws-service-role/') && !isServiceRole(Name));
    return [
      ...users.map(({ Arn, Name }) => ({ Arn, Name, Kind: 'User' as const, LastUsedDate: null })),
      ...own.map(({ Arn, Name, LastUsedDate }) => ({ Arn, Name, Kind: 'Role' as const, LastUsedDate })),
    ];
  },
  resource: ({ Arn, Kind, Name }) => ({ id: Name, arn: Arn, type: `AWS::IAM::${Kind}` }),
  details: {
    lastAccessed: detail<AccessPrincipal, ServiceLastAccessed[]>({
      calls: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
      // A role that nobody used in these days has tried nothing.
      get: ({ Arn, Kind, LastUsedDate }, aws) =>
        Kind === 'User' || (LastUsedDate !== null && daysBetween(LastUsedDate, aws.now) <= lookedBack)
          ? listServicesLastAccessed(Arn, aws)
          : Promise.resolve([]),
    }),
  },
});

const isServiceRole = (name: string): boolean => name.startsWith('AWSServiceRole');
