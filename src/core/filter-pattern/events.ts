/** A CloudTrail record as it arrives in the log group, under CloudTrail's own field names. */
export type CloudTrailEvent = { readonly [field: string]: unknown };

/** A record that a filter must match: the name a message may print, and what is special about this sample of it. */
export interface SampleEvent {
  name: string;
  variant: string;
  event: CloudTrailEvent;
}

const account = '111122223333';

/** Who calls, from where: samples differ in all of it, so that a pattern that watches only some callers misses some. */
const callers = {
  user: {
    variant: 'by an IAM user',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.64',
    userAgent: 'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.13.4',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER000001',
      arn: `arn:aws:iam::${account}:user/alice`,
      accountId: account,
      accessKeyId: 'AKIAEXAMPLEKEY000001',
      userName: 'alice',
    },
  },
  another: {
    variant: 'by another IAM user',
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.99',
    userAgent: 'Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.4',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEUSER000002',
      arn: `arn:aws:iam::${account}:user/finance/bob`,
      accountId: account,
      accessKeyId: 'AKIAEXAMPLEKEY000004',
      userName: 'bob',
    },
  },
  role: {
    variant: 'by an assumed role',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/138.0.0.0 Safari/537.36',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEROLE000001:carol',
      arn: `arn:aws:sts::${account}:assumed-role/Operations/carol`,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLEKEY000002',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROAEXAMPLEROLE000001',
          arn: `arn:aws:iam::${account}:role/Operations`,
          accountId: account,
          userName: 'Operations',
        },
        attributes: { creationDate: '2026-03-02T08:55:10Z', mfaAuthenticated: 'true' },
      },
    },
  },
  root: {
    variant: 'by the root user',
    awsRegion: 'ap-southeast-2',
    sourceIPAddress: '192.0.2.201',
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    userIdentity: {
      type: 'Root',
      principalId: account,
      arn: `arn:aws:iam::${account}:root`,
      accountId: account,
      accessKeyId: 'ASIAEXAMPLEKEY000003',
      sessionContext: { attributes: { creationDate: '2026-03-02T08:58:44Z', mfaAuthenticated: 'false' } },
    },
  },
};

/** Someone of `callers`. */
export type Caller = keyof typeof callers;

// These services record every call in one region of the partition.
const global = new Set(['iam.amazonaws.com', 'organizations.amazonaws.com']);

/** A management event: one API call, successful unless `fields` say otherwise. */
export function apiCall(
  eventSource: string,
  eventName: string,
  caller: Caller,
  fields: CloudTrailEvent = {},
): SampleEvent {
  const { variant, ...who } = callers[caller];
  const awsRegion = global.has(eventSource) ? 'us-east-1' : who.awsRegion;
  const event = {
    eventVersion: '1.11',
    ...who,
    awsRegion,
    eventTime: '2026-03-02T09:14:26Z',
    eventSource,
    eventName,
    requestParameters: { dryRun: false },
    responseElements: null,
    requestID: '6f0c1d6e-3b0e-4f0a-8f0e-1c2d3e4f5a6b',
    eventID: 'c1a7b9d2-5e4f-4a3b-9c8d-7e6f5a4b3c2d',
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
    ...fields,
  };
  return { name: eventName, variant: `${variant} in ${awsRegion}`, event };
}

/** A sign-in at the console: the outcome and whether a second factor was used. */
export function consoleLogin(
  caller: 'user' | 'another' | 'root',
  outcome: { ConsoleLogin: 'Success' | 'Failure'; MFAUsed: 'Yes' | 'No' },
): SampleEvent {
  const failed = outcome.ConsoleLogin === 'Failure';
  return apiCall('signin.amazonaws.com', 'ConsoleLogin', caller, {
    userIdentity: signInIdentity(caller, failed),
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    requestParameters: null,
    ...(failed ? { errorMessage: 'Failed authentication' } : {}),
    responseElements: { ConsoleLogin: outcome.ConsoleLogin },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: outcome.MFAUsed,
    },
    eventType: 'AwsConsoleSignIn',
  });
}

// CloudTrail gives a sign-in no session; a failed one has an empty key and, of an IAM user, no ARN.
function signInIdentity(caller: 'user' | 'another' | 'root', failed: boolean): CloudTrailEvent {
  const { type, principalId, arn, accountId } = callers[caller].userIdentity;
  const identity = { type, principalId, accountId, ...(failed ? { accessKeyId: '' } : {}) };
  if (caller === 'root') return { ...identity, arn };
  const { userName } = callers[caller].userIdentity;
  return failed ? { ...identity, userName } : { ...identity, arn, userName };
}
