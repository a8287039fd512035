import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { buckets } from '../s3/buckets.js';
import { accounts } from '../account/accounts.js';
import { recordsAllObjects, recordsBedrock } from './selectors.js';
import { trails } from './trails.js';

export const s3ObjectReadEventsLogged = objectEventsLogged({
  id: 'cloudtrail-s3-object-read-events-logged',
  access: 'read',
  title: 'A running trail records who reads S3 objects',
  why: 'Without it nobody can tell which files were downloaded when data leaks.',
});

export const s3ObjectWriteEventsLogged = objectEventsLogged({
  id: 'cloudtrail-s3-object-write-events-logged',
  access: 'write',
  title: 'A running trail records who writes and deletes S3 objects',
  why: 'Without it nobody can tell who changed or deleted files, or planted one.',
});

function objectEventsLogged(rule: { id: string; access: 'read' | 'write'; title: string; why: string }) {
  return check({
    id: rule.id,
    title: rule.title,
    why: rule.why,
    fix: {
      byHand:
        'Add a data event selector for all current and future S3 buckets to a multi-region trail: CloudTrail console, the trail, Data events, Edit.',
      note: 'Data events are billed by the number of events; a busy bucket makes many.',
    },
    fields: [
      'cloudtrail:GetEventSelectors.EventSelectors',
      'cloudtrail:GetTrailStatus.IsLogging',
      's3:ListBuckets.Name',
    ],
    on: accounts.with(),
    also: { trails: trails.with('status', 'eventSelectors'), buckets: buckets.with() },
    test(_account, { trails, buckets }, { partition }) {
      const recording = trails.first(
        trail =>
          trail.IsMultiRegionTrail &&
          trail.status.IsLogging &&
          recordsAllObjects(trail.eventSelectors, rule.access, partition),
      );
      const selectors = (value: unknown) =>
        saw('cloudtrail:GetEventSelectors', 'EventSelectors', value, `${rule.access} data events of all S3 objects`);
      if (recording) {
        const message = `trail ${recording.Name} records ${rule.access} events of all S3 objects`;
        return pass(message, selectors(recording.eventSelectors));
      }
      if (buckets.empty) return notApplicable('the account has no bucket', saw('s3:ListBuckets', 'Name', null));
      const names = trails.all().map(trail => trail.Name);
      const among = names.length > 0 ? ` (trails: ${names.join(', ')})` : '';
      return fail(
        `no running multi-region trail records ${rule.access} events of all S3 objects${among}`,
        selectors(null),
      );
    },
  });
}

export const bedrockCallsLogged = check({
  id: 'cloudtrail-bedrock-calls-logged',
  title: 'A running trail records changes to Amazon Bedrock or calls of its models',
  why: 'Stolen keys are often used to run expensive AI models; without a record the first sign is the bill.',
  fix: {
    byHand:
      'Record write management events, or data events of the Bedrock resource types, in a running trail: CloudTrail console, the trail, Edit.',
    note: 'The first copy of management events is free; data events are billed by number.',
  },
  fields: ['cloudtrail:GetEventSelectors.EventSelectors', 'cloudtrail:GetTrailStatus.IsLogging'],
  on: accounts.with(),
  also: { trails: trails.with('status', 'eventSelectors') },
  test(_account, { trails }) {
    const recording = trails.first(trail => trail.status.IsLogging && recordsBedrock(trail.eventSelectors));
    const selectors = (value: unknown) =>
      saw('cloudtrail:GetEventSelectors', 'EventSelectors', value, 'Bedrock events');
    if (recording) return pass(`trail ${recording.Name} records Bedrock events`, selectors(recording.eventSelectors));
    const running = trails.where(trail => trail.status.IsLogging).all();
    if (running.length === 0)
      return fail('no trail is logging', saw('cloudtrail:GetTrailStatus', 'IsLogging', false, true));
    const names = running.map(trail => trail.Name).join(', ');
    return fail(
      `no running trail records Bedrock events (running: ${names})`,
      selectors(running.map(trail => trail.eventSelectors)),
    );
  },
});
