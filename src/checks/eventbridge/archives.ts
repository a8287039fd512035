import { type Aws, collection } from '../../core/collection.js';
import { isoOf } from '../../core/facts.js';

const sdk = () => import('./sdk.js');

/** An archive of the events of a bus. */
export interface Archive {
  ArchiveName: string;
  ArchiveArn: string;
  /** The bus. */
  EventSourceArn: string;
  State: string;
  /** 0: for ever. */
  RetentionDays: number;
  /** Up to a day behind. */
  SizeBytes: number;
  EventCount: number;
  CreationTime: string | null;
}

/** A replay of an archive; AWS forgets it after 90 days. */
export interface Replay {
  ReplayName: string;
  State: string;
  ReplayStartTime: string | null;
}

interface Details {
  description: { HasEventPattern: boolean; KmsKeyIdentifier: string | null };
  replays: Replay[];
}

export const archives = collection<Archive, Details>({
  id: 'eventbridge.archives',
  noun: 'event archives',
  calls: ['events:ListArchives'],
  list: listArchives,
  resource: ({ ArchiveArn, ArchiveName }) => ({
    id: ArchiveName,
    arn: ArchiveArn,
    name: ArchiveName,
    type: 'AWS::Events::Archive',
  }),
  details: {
    description: {
      calls: ['events:DescribeArchive'],
      async get({ ArchiveName }, aws) {
        const { DescribeArchiveCommand, EventBridgeClient } = await sdk();
        const told = await aws.client(EventBridgeClient).send(new DescribeArchiveCommand({ ArchiveName }));
        return { HasEventPattern: Boolean(told.EventPattern), KmsKeyIdentifier: told.KmsKeyIdentifier ?? null };
      },
    },
    replays: { calls: ['events:ListReplays'], get: listReplays },
  },
});

async function listArchives(aws: Aws): Promise<Archive[]> {
  const { EventBridgeClient, ListArchivesCommand } = await sdk();
  const client = aws.client(EventBridgeClient);
  const found: Archive[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListArchivesCommand(NextToken === undefined ? {} : { NextToken }));
    for (const one of page.Archives ?? []) {
      const ArchiveName = one.ArchiveName ?? '';
      found.push({
        ArchiveName,
        // The listing leaves it out, and replays are found by it.
        ArchiveArn: `arn:${aws.partition}:events:${aws.region}:${aws.account}:archive/${ArchiveName}`,
        EventSourceArn: one.EventSourceArn ?? '',
        State: one.State ?? '',
        RetentionDays: one.RetentionDays ?? 0,
        SizeBytes: one.SizeBytes ?? 0,
        EventCount: one.EventCount ?? 0,
        CreationTime: isoOf(one.CreationTime),
      });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

async function listReplays({ ArchiveArn }: Archive, aws: Aws): Promise<Replay[]> {
  const { EventBridgeClient, ListReplaysCommand } = await sdk();
  const client = aws.client(EventBridgeClient);
  const found: Replay[] = [];
  let NextToken: string | undefined;
  do {
    const more = NextToken === undefined ? {} : { NextToken };
    const page = await client.send(new ListReplaysCommand({ EventSourceArn: ArchiveArn, ...more }));
    for (const { ReplayName = '', ReplayStartTime, State = '' } of page.Replays ?? []) {
      found.push({ ReplayName, State, ReplayStartTime: isoOf(ReplayStartTime) });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}
