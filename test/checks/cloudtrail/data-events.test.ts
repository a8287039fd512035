import { describe, expect, test } from 'vitest';
import {
  bedrockCallsLogged,
  s3ObjectReadEventsLogged,
  s3ObjectWriteEventsLogged,
} from '../../../src/checks/cloudtrail/data-events.js';
import type { Selectors } from '../../../src/checks/cloudtrail/selectors.js';
import type { Trail } from '../../../src/checks/cloudtrail/trails.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, row, world } from '../../support/world.js';
import { advanced, basic, bucket, status, stopped, trail } from '../../worlds/cloudtrail.js';

const objects = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }];
const withTrail = (eventSelectors: Selectors | object, fields: Partial<Trail> = {}, state = status()) =>
  row(trail(fields), { status: state, eventSelectors });
const only = async (
  check: object,
  trails: StoredRow[] | Partial<CollectionFacts>,
  buckets: StoredRow[] | Partial<CollectionFacts> = [row(bucket(), {}, 'global')],
) => {
  const accounts = [row({ AccountId: '111122223333' }, {}, 'global')];
  const facts = { 'account.accounts': accounts, 'cloudtrail.trails': trails, 's3.buckets': buckets };
  const [finding] = await judge(check, world(facts));
  return finding;
};
const denied = { rows: [], gaps: [gap('s3:ListBuckets', { region: 'global' })] };

describe('cloudtrail-s3-object-read-events-logged and cloudtrail-s3-object-write-events-logged', () => {
  test('reads and writes are told apart', async () => {
    const writes = [withTrail(basic({ ReadWriteType: 'WriteOnly', DataResources: objects }))];
    expect(await only(s3ObjectWriteEventsLogged, writes)).toMatchObject({ verdict: 'PASS' });
    expect(await only(s3ObjectReadEventsLogged, writes)).toMatchObject({ verdict: 'FAIL' });
    const reads = [
      withTrail(
        advanced({
          eventCategory: { Equals: ['Data'] },
          'resources.type': { Equals: ['AWS::S3::Object'] },
          readOnly: { Equals: ['true'] },
        }),
      ),
    ];
    expect(await only(s3ObjectReadEventsLogged, reads)).toMatchObject({ verdict: 'PASS' });
    expect(await only(s3ObjectWriteEventsLogged, reads)).toMatchObject({ verdict: 'FAIL' });
  });

  test('a stopped trail, one of a single region, or one without data events does not do', async () => {
    const all = basic({ DataResources: objects });
    expect(await only(s3ObjectReadEventsLogged, [withTrail(all, {}, stopped())])).toMatchObject({ verdict: 'FAIL' });
    expect(await only(s3ObjectReadEventsLogged, [withTrail(all, { IsMultiRegionTrail: false })])).toMatchObject({
      verdict: 'FAIL',
    });
    expect(await only(s3ObjectReadEventsLogged, [withTrail(basic())])).toMatchObject({
      verdict: 'FAIL',
      message: 'no running multi-region trail records read events of all S3 objects (trails: main)',
    });
  });

  test('an account without buckets has no objects; with buckets hidden nobody knows', async () => {
    expect(await only(s3ObjectReadEventsLogged, [withTrail(basic())], [])).toMatchObject({ verdict: 'NOT_APPLICABLE' });
    expect(await only(s3ObjectReadEventsLogged, [withTrail(basic())], denied)).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    const all = [withTrail(basic({ DataResources: objects }))];
    expect(await only(s3ObjectReadEventsLogged, all, denied)).toMatchObject({ verdict: 'PASS' });
  });

  test('selectors that could not be read', async () => {
    const refused = withTrail(gap('cloudtrail:GetEventSelectors'));
    expect(await only(s3ObjectWriteEventsLogged, [refused])).toMatchObject({ verdict: 'NOT_AVAILABLE' });
    const all = withTrail(basic({ DataResources: objects }), { Name: 'second' });
    expect(await only(s3ObjectWriteEventsLogged, [refused, all])).toMatchObject({ verdict: 'PASS' });
  });
});

describe('cloudtrail-bedrock-calls-logged', () => {
  test('any running trail that records writes', async () => {
    expect(await only(bedrockCallsLogged, [withTrail(basic(), { IsMultiRegionTrail: false })])).toMatchObject({
      verdict: 'PASS',
    });
    expect(await only(bedrockCallsLogged, [withTrail(basic({ ReadWriteType: 'ReadOnly' }))])).toMatchObject({
      verdict: 'FAIL',
      message: 'no running trail records Bedrock events (running: main)',
    });
    expect(await only(bedrockCallsLogged, [withTrail(basic(), {}, stopped())])).toMatchObject({
      verdict: 'FAIL',
      message: 'no trail is logging',
    });
    expect(await only(bedrockCallsLogged, [])).toMatchObject({ verdict: 'FAIL' });
  });

  test('what could not be seen', async () => {
    expect(await only(bedrockCallsLogged, [withTrail(gap('cloudtrail:GetEventSelectors'))])).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
    expect(await only(bedrockCallsLogged, { gaps: [gap('cloudtrail:DescribeTrails')] })).toMatchObject({
      verdict: 'NOT_AVAILABLE',
    });
  });
});
