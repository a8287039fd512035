import { check, fail, notApplicable, pass, saw } from '../../core/check.js';
import { recordsData, unscopedData } from './selectors.js';
import { ownerOf, trails } from './trails.js';

export const dataEventsScoped = check({
  id: 'cloudtrail-data-events-scoped',
  title: 'Data events are recorded of named resources or calls only',
  why: 'Every read and write of every file is an event, and each is billed, delivered and stored. A busy bucket makes more of them than everything else together.',
  fix: {
    byHand:
      'Narrow the data events of trail {Name} with advanced event selectors: name the buckets, functions or tables that matter (resources.ARN) or the calls (eventName), and leave out the bucket that the trail writes to. CloudTrail console, the trail, Data events, Edit.',
    note: 'Standards ask for the opposite (see cloudtrail-s3-object-read-events-logged and -write-): decide once, and accept the other finding. Events that were not recorded cannot be had later.',
  },
  cleanUp: { does: 'decide', risk: 'medium', undo: 'at once', order: 5 },
  fields: ['cloudtrail:GetEventSelectors.EventSelectors', 'cloudtrail:GetTrailStatus.IsLogging'],
  on: trails.with('status', 'eventSelectors'),
  test(trail, _also, { account }) {
    const owner = ownerOf(trail);
    if (owner !== account) return notApplicable(`it is a trail of account ${owner}, and is judged there`);
    const logging = saw('cloudtrail:GetTrailStatus', 'IsLogging', trail.status.IsLogging);
    if (!trail.status.IsLogging) return notApplicable('the trail is not logging, so nothing is billed', logging);
    const { eventSelectors } = trail;
    const seen = saw('cloudtrail:GetEventSelectors', 'EventSelectors', eventSelectors, 'named resources or calls');
    if (!recordsData(eventSelectors)) return pass('it records no data events', seen);
    const unscoped = unscopedData(eventSelectors);
    if (unscoped.length === 0) return pass('its data events are limited to named resources or calls', seen);
    const own = unscoped.some(one => one.startsWith('AWS::S3::Object'));
    const loop = own ? `; what it delivers to bucket ${trail.S3BucketName} is recorded, too` : '';
    return fail(`it records the data events of all resources of a kind: ${unscoped.join(', ')}${loop}`, seen);
  },
});
