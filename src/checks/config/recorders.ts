import type {
  ConfigExportDeliveryInfo,
  ConfigStreamDeliveryInfo,
  ConfigurationRecorder,
} from '@aws-sdk/client-config-service';
import { type Aws, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** A configuration recorder; of those that AWS services keep for themselves, `servicePrincipal` is set. */
export interface Recorder {
  name: string;
  arn: string | null;
  roleARN: string | null;
  servicePrincipal: string | null;
  /** INTERNAL: records for an AWS service alone. */
  recordingScope: string | null;
  /** Set where it records another cloud. */
  connectorArn: string | null;
  recordingGroup: {
    allSupported: boolean;
    /** IAM users, groups, roles and policies; says nothing where types are excluded by name. */
    includeGlobalResourceTypes: boolean;
    useOnly: string | null;
    resourceTypes: string[];
    /** Of `exclusionByResourceTypes`. */
    excludedResourceTypes: string[];
  } | null;
  /** Null where AWS tells none: all is recorded continuously then. */
  recordingMode: {
    recordingFrequency: string;
    recordingModeOverrides: { resourceTypes: string[]; recordingFrequency: string }[];
  } | null;
}

/** Whether and how well a recorder records. */
export interface RecorderStatus {
  recording: boolean;
  lastStatus: string | null;
  lastErrorCode: string | null;
  lastStartTime: string | null;
  lastStopTime: string | null;
}

/** The last delivery of one kind. */
interface LastDelivery {
  lastStatus: string | null;
  lastErrorCode: string | null;
}

/** Where a region's recorder delivers to, and how the last deliveries went. */
export interface Delivery {
  name: string;
  s3BucketName: string | null;
  snsTopicARN: string | null;
  configHistoryDeliveryInfo: LastDelivery | null;
  configSnapshotDeliveryInfo: LastDelivery | null;
  configStreamDeliveryInfo: LastDelivery | null;
}

interface Details {
  /** Null where AWS lists no status of the recorder. */
  status: RecorderStatus | null;
  /** The delivery channel of the region, null where there is none. */
  delivery: Delivery | null;
}

export const recorders = collection<Recorder, Details>({
  id: 'config.recorders',
  noun: 'configuration recorders',
  calls: ['config:DescribeConfigurationRecorders'],
  list: aws => listRecorders(aws),
  resource: ({ name, arn }) => ({ id: name, ...(arn ? { arn } : {}), type: 'AWS::Config::ConfigurationRecorder' }),
  details: {
    status: {
      calls: ['config:DescribeConfigurationRecorderStatus'],
      otherwise: null,
      all: (_recorders, aws) => readStatus(aws),
    },
    delivery: {
      calls: ['config:DescribeDeliveryChannels', 'config:DescribeDeliveryChannelStatus'],
      otherwise: null,
      async all(listed, aws) {
        const delivery = await readDelivery(aws);
        return new Map(delivery ? listed.map(({ name }) => [name, delivery]) : []);
      },
    },
  },
});

/** The recorders of a region; asked once, whoever wants to know. */
export const listRecorders = (aws: Aws): Promise<Recorder[]> =>
  aws.once('config.recorders', async () => {
    const { ConfigServiceClient, DescribeConfigurationRecordersCommand } = await sdk();
    const answer = await aws.client(ConfigServiceClient).send(new DescribeConfigurationRecordersCommand({}));
    return (answer.ConfigurationRecorders ?? []).map(recorderOf);
  });

function recorderOf({ recordingGroup: group, recordingMode: mode, ...recorder }: ConfigurationRecorder): Recorder {
  return {
    name: recorder.name ?? '',
    arn: recorder.arn ?? null,
    roleARN: recorder.roleARN ?? null,
    servicePrincipal: recorder.servicePrincipal ?? null,
    recordingScope: recorder.recordingScope ?? null,
    connectorArn: recorder.connectorArn ?? null,
    recordingGroup: group
      ? {
          allSupported: group.allSupported ?? false,
          includeGlobalResourceTypes: group.includeGlobalResourceTypes ?? false,
          useOnly: group.recordingStrategy?.useOnly ?? null,
          resourceTypes: group.resourceTypes ?? [],
          excludedResourceTypes: group.exclusionByResourceTypes?.resourceTypes ?? [],
        }
      : null,
    recordingMode: mode
      ? {
          recordingFrequency: mode.recordingFrequency ?? '',
          recordingModeOverrides: (mode.recordingModeOverrides ?? []).map(one => ({
            resourceTypes: one.resourceTypes ?? [],
            recordingFrequency: one.recordingFrequency ?? '',
          })),
        }
      : null,
  };
}

async function readStatus(aws: Aws): Promise<Map<string, RecorderStatus>> {
  const { ConfigServiceClient, DescribeConfigurationRecorderStatusCommand } = await sdk();
  const answer = await aws.client(ConfigServiceClient).send(new DescribeConfigurationRecorderStatusCommand({}));
  return new Map(
    (answer.ConfigurationRecordersStatus ?? []).map(status => [
      status.name ?? '',
      {
        recording: status.recording ?? false,
        lastStatus: status.lastStatus ?? null,
        lastErrorCode: status.lastErrorCode ?? null,
        lastStartTime: isoOf(status.lastStartTime),
        lastStopTime: isoOf(status.lastStopTime),
      },
    ]),
  );
}

/** AWS allows one delivery channel a region. */
async function readDelivery(aws: Aws): Promise<Delivery | null> {
  const { ConfigServiceClient, DescribeDeliveryChannelsCommand, DescribeDeliveryChannelStatusCommand } = await sdk();
  const client = aws.client(ConfigServiceClient);
  const [channel] = (await client.send(new DescribeDeliveryChannelsCommand({}))).DeliveryChannels ?? [];
  if (!channel) return null;
  const answer = await client.send(new DescribeDeliveryChannelStatusCommand({}));
  const status = answer.DeliveryChannelsStatus?.find(one => one.name === channel.name);
  return {
    name: channel.name ?? '',
    s3BucketName: channel.s3BucketName ?? null,
    snsTopicARN: channel.snsTopicARN ?? null,
    configHistoryDeliveryInfo: lastDelivery(status?.configHistoryDeliveryInfo),
    configSnapshotDeliveryInfo: lastDelivery(status?.configSnapshotDeliveryInfo),
    configStreamDeliveryInfo: lastDelivery(status?.configStreamDeliveryInfo),
  };
}

const lastDelivery = (info: ConfigExportDeliveryInfo | ConfigStreamDeliveryInfo | undefined): LastDelivery | null =>
  info ? { lastStatus: info.lastStatus ?? null, lastErrorCode: info.lastErrorCode ?? null } : null;

/** The account's own recorder: not one that an AWS service keeps for itself, nor one of another cloud. */
export const isOwn = (one: Pick<Recorder, 'servicePrincipal' | 'recordingScope' | 'connectorArn'>): boolean =>
  one.servicePrincipal === null && one.recordingScope !== 'INTERNAL' && one.connectorArn === null;
