import { regionRow } from '../checks/access-analyzer/rows.js';
import { bucketRow, discovery, sessionRow } from '../checks/macie/rows.js';
import { gap, type World, world } from '../support/world.js';

const regions = [regionRow(), regionRow('us-east-1')];

/** On where most buckets are, and off where one is. */
const halfWay = world({
  'account.regions': regions,
  'macie.sessions': [sessionRow()],
  's3.buckets': [bucketRow('uploads'), bucketRow('logs'), bucketRow('edge', 'us-east-1')],
});

/** On without looking by itself, and paused where there is nothing. */
const asleep = world({
  'account.regions': regions,
  'macie.sessions': [
    sessionRow('ENABLED', { automatedDiscovery: discovery('DISABLED') }),
    sessionRow('PAUSED', {}, 'us-east-1'),
  ],
  's3.buckets': [bucketRow('uploads')],
});

/** A member that is not told of automated discovery, with a bucket whose region is not known. */
const member = world({
  'account.regions': regions,
  'macie.sessions': {
    rows: [
      sessionRow('ENABLED', {
        automatedDiscovery: gap('macie2:GetAutomatedDiscoveryConfiguration', { reason: 'not-collected' }),
      }),
    ],
  },
  's3.buckets': [bucketRow('uploads'), bucketRow('nowhere', '')],
});

/** One region, and the list of buckets, are refused. */
const refused = world({
  'account.regions': regions,
  'macie.sessions': { gaps: [gap('macie2:GetMacieSession', { region: 'us-east-1' })] },
  's3.buckets': { gaps: [gap('s3:ListBuckets', { region: 'global' })] },
});

export const worlds: World[] = [halfWay, asleep, member, refused];
