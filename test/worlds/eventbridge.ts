import { archiveRow, ruleRow } from '../checks/eventbridge/rows.js';
import { gap, type World, world } from '../support/world.js';

const busOf = (bus: string) => ({ EventSourceArn: `arn:aws:events:eu-north-1:111122223333:event-bus/${bus}` });
const replays = [{ ReplayName: 'r', State: 'COMPLETED', ReplayStartTime: '2026-11-01T00:00:00.000Z' }];

/** One bus that is listened to, and one that nobody listens to any more. */
const seen = world({
  'eventbridge.archives': [
    archiveRow('orders', { RetentionDays: 30 }),
    archiveRow('old', busOf('old')),
    archiveRow('replayed', busOf('old'), { replays }),
    archiveRow('young', { ...busOf('old'), CreationTime: '2026-11-10T00:00:00.000Z' }),
    archiveRow('empty', { SizeBytes: 0 }),
  ],
  'eventbridge.rules': [
    ruleRow('to-mail'),
    ruleRow('Events-Archive-old', {
      EventBusName: 'old',
      EventBusArn: busOf('old').EventSourceArn,
      ManagedBy: 'prod.vhs.events.aws.internal',
    }),
  ],
});

/** The rules of one bus cannot be seen. */
const hidden = world({
  'eventbridge.archives': [archiveRow('orders'), archiveRow('old', busOf('old'))],
  'eventbridge.rules': { rows: [ruleRow('to-mail')], gaps: [gap('events:ListRules', { resource: 'old' })] },
});

export const worlds: World[] = [seen, hidden];
