import type { LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { type At, type Handler } from '../../test/server/stub.js';
import { vaultImage } from './key-policies.js';
import { keyIdOf, vaultCalls } from './keys.js';
import { account, iamArn, now } from './place.js';

interface Principal {
  arn: string;
  type: string;
  /** Event names by region, each called once an hour ago or so. */
  calls: Record<string, string>;
}

const session = (role: string, name: string): string => `arn:aws:sts::${account}:assumed-role/${role}/${name}`;

/** Who called what on the day before the audit. The deployment makes some of the calls that intruders make, too. */
const principals: Principal[] = [
  {
    arn: session('deploy', 'terraform'),
    type: 'AssumedRole',
    calls: {
      'eu-north-1': 'CreateFunction UpdateFunctionCode AddPermission CreateStack DescribeLogGroups GetCallerIdentity',
      'us-east-1': 'CreateRole AttachRolePolicy PutRolePolicy ListRoles',
    },
  },
  {
    arn: iamArn('user/anna.lind'),
    type: 'IAMUser',
    calls: {
      'eu-north-1': 'ConsoleLogin DescribeLogGroups DescribeInstances ListTopics',
      'us-east-1': 'ListUsers GetAccountSummary',
    },
  },
  {
    arn: session('bookings-api', 'bookings-api'),
    type: 'AssumedRole',
    calls: { 'eu-north-1': 'CreateLogStream' },
  },
  {
    arn: session('stocktake-audit', 'stocktake'),
    type: 'AssumedRole',
    calls: {
      'eu-north-1': 'DescribeRegions GetCallerIdentity DescribeTrails LookupEvents ListTopics GetBucketAcl',
      'us-east-1': 'GetAccountAuthorizationDetails GetCredentialReport ListBuckets GetBucketLogging',
    },
  },
];

const hour = 3_600_000;

function eventsIn(region: string): object[] {
  return principals.flatMap(({ arn, type, calls }, place) =>
    (calls[region] ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .map((EventName, index) => ({
        EventName,
        EventTime: new Date(now.getTime() - (1 + place) * hour - index * 60_000),
        CloudTrailEvent: JSON.stringify({ userIdentity: { arn, type } }),
      })),
  );
}

/** Calls of the card vault out of its enclave, as CloudTrail writes them. */
function attestedDecrypts(): object[] {
  const ARN = `arn:aws:kms:eu-north-1:${account}:key/${keyIdOf('alias/card-vault')}`;
  return vaultCalls.map(EventTime => ({
    EventName: 'Decrypt',
    EventTime,
    CloudTrailEvent: JSON.stringify({
      eventSource: 'kms.amazonaws.com',
      userIdentity: { arn: session('payments-webhook', 'i-0a1b2c3d4e5f60718'), type: 'AssumedRole' },
      resources: [{ ARN, type: 'AWS::KMS::Key' }],
      additionalEventData: {
        recipient: {
          attestationDocumentModuleId: 'i-0a1b2c3d4e5f60718-enc0192f3a4b5c6d7e8',
          attestationDocumentEnclaveImageDigest: vaultImage,
        },
      },
    }),
  }));
}

/** Anna opened a shell in the console two weeks ago. */
function shells(): object[] {
  return ['CreateSession', 'CreateEnvironment'].map((EventName, place) => ({
    EventId: `5e1f0a2b-000${place}`,
    EventName,
    EventTime: new Date(now.getTime() - 14 * 24 * hour - place * 60_000),
    Username: 'anna.lind',
    CloudTrailEvent: JSON.stringify({
      eventSource: 'cloudshell.amazonaws.com',
      userIdentity: { arn: iamArn('user/anna.lind'), type: 'IAMUser' },
    }),
  }));
}

/** CloudTrail's event history, newest first. */
export const lookUpEvents: Handler<LookupEventsCommandInput> = (
  { EventCategory, LookupAttributes },
  { region }: At,
) => {
  const [wanted] = LookupAttributes ?? [];
  // Insights is off, so that it found nothing.
  if (EventCategory) return { Events: [] };
  if (!wanted) return { Events: eventsIn(region) };
  return { Events: region === 'eu-north-1' ? (byAttribute[wanted.AttributeValue ?? '']?.() ?? []) : [] };
};

const byAttribute: Record<string, () => object[]> = {
  Decrypt: attestedDecrypts,
  'cloudshell.amazonaws.com': shells,
};
