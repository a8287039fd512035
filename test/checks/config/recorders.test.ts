import { describe, expect, it } from 'vitest';
import { allResourceTypes, serviceLinkedRole } from '../../../src/checks/config/recorder-settings.js';
import { recorderEnabled } from '../../../src/checks/config/regions.js';
import type { CollectionFacts, StoredRow } from '../../../src/core/world.js';
import { gap, judge, world } from '../../support/world.js';
import { regionRow } from '../access-analyzer/rows.js';
import { linkedRecorder, recorderRow, recording, status } from './rows.js';

type Facts = StoredRow[] | Partial<CollectionFacts>;
const one = async (rule: object, recorders: Facts, params = {}) =>
  (await judge(rule, world({ 'account.regions': [regionRow()], 'config.recorders': recorders }), params))[0];
const statusGap = gap('config:DescribeConfigurationRecorderStatus');

describe('config-recorder-enabled', () => {
  const judged = (...recorders: StoredRow[]) => one(recorderEnabled, recorders);

  it.each(['SUCCESS', 'Success', 'PENDING', 'NotApplicable'])(
    'passes a recorder whose lastStatus is %s',
    async last => {
      expect((await judged(recorderRow({}, { status: status({ lastStatus: last }) })))?.verdict).toBe('PASS');
    },
  );

  it('fails a recorder that is stopped, fails or tells no status', async () => {
    const stopped = await judged(recorderRow({ name: "it's" }, { status: status({ recording: false }) }));
    expect(stopped).toMatchObject({ verdict: 'FAIL', message: "recorder it's is stopped" });
    expect(stopped?.fix?.command).toContain(`--configuration-recorder-name 'it'\\''s' --region eu-north-1`);
    const failing = status({ lastStatus: 'FAILURE', lastErrorCode: 'AccessDenied' });
    expect(await judged(recorderRow({}, { status: failing }))).toMatchObject({
      verdict: 'FAIL',
      message: 'recorder default fails (lastStatus FAILURE: AccessDenied)',
    });
    expect(await judged(recorderRow({}, { status: status({ lastStatus: null }) }))).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/lastStatus missing/) as string,
    });
  });

  it('judges each region by its own recorder, though all are called "default"', async () => {
    const found = await judge(
      recorderEnabled,
      world({
        'account.regions': [regionRow(), regionRow('us-east-1')],
        'config.recorders': [recorderRow(), recorderRow({}, { status: status({ recording: false }) }, 'us-east-1')],
      }),
    );
    expect(found.map(({ verdict }) => verdict)).toEqual(['PASS', 'FAIL']);
  });

  it('does not count recorders of AWS services or of another cloud', async () => {
    expect(await judged(linkedRecorder())).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/no recorder of this account; AWSConfigurationRecorderForSecurityHub/) as string,
    });
    expect((await judged(recorderRow({ connectorArn: 'arn:aws:config::x' })))?.verdict).toBe('FAIL');
    expect((await judged(linkedRecorder(), recorderRow()))?.verdict).toBe('PASS');
    expect(await judged()).toMatchObject({ verdict: 'FAIL', message: 'no recorder of this account' });
  });

  it('does not guess', async () => {
    const refused = { gaps: [gap('config:DescribeConfigurationRecorders')] };
    expect((await one(recorderEnabled, refused))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(recorderRow({}, { status: statusGap })))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged(recorderRow({}, { status: null })))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('config-recorder-service-linked-role', () => {
  const judged = (...given: Parameters<typeof recorderRow>) => one(serviceLinkedRole, [recorderRow(...given)]);

  it('passes the service-linked role, and that of Control Tower', async () => {
    expect((await judged())?.verdict).toBe('PASS');
    const roleARN = 'arn:aws:iam::111122223333:role/aws-controltower-ConfigRecorderRole';
    expect(await judged({ roleARN })).toMatchObject({
      verdict: 'PASS',
      message: expect.stringMatching(/Control Tower/) as string,
    });
  });

  it.each([
    'arn:aws:iam::111122223333:role/config',
    'arn:aws:iam::444455556666:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
    'arn:aws:iam::444455556666:role/aws-controltower-ConfigRecorderRole',
    'arn:aws:iam::111122223333:role/not-aws-controltower-ConfigRecorderRole',
    null,
  ])('fails %s', async roleARN => {
    expect((await judged({ roleARN }))?.verdict).toBe('FAIL');
  });

  it('leaves out recorders that are stopped, or not of the account', async () => {
    expect((await judged({}, { status: status({ recording: false }) }))?.verdict).toBe('NOT_APPLICABLE');
    expect((await one(serviceLinkedRole, [linkedRecorder()]))?.verdict).toBe('NOT_APPLICABLE');
  });

  it('does not guess', async () => {
    expect((await judged({}, { status: statusGap }))?.verdict).toBe('NOT_AVAILABLE');
    expect((await judged({}, { status: null }))?.verdict).toBe('NOT_AVAILABLE');
  });
});

describe('config-recorder-all-resource-types', () => {
  const judged = (group: Parameters<typeof recording>[0] | null, params = {}) =>
    one(allResourceTypes, [recorderRow({ recordingGroup: group === null ? null : recording(group) })], params);
  const excluding = { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES', excludedResourceTypes: ['AWS::EC2::NetworkInterface'] };

  it('passes all types, and all but those that may be left out', async () => {
    expect((await judged({ allSupported: true }))?.verdict).toBe('PASS');
    // With exclusions allSupported is false, although nearly everything is recorded.
    const allowed = { allowed_exclusions: ['AWS::EC2::NetworkInterface'] };
    expect((await judged(excluding, allowed))?.verdict).toBe('PASS');
    expect((await judged({ ...excluding, excludedResourceTypes: [] }))?.verdict).toBe('PASS');
  });

  it('fails what is left out, and lists of a few types', async () => {
    expect(await judged(excluding)).toMatchObject({
      verdict: 'FAIL',
      message: 'leaves out AWS::EC2::NetworkInterface',
    });
    const few = { useOnly: 'INCLUSION_BY_RESOURCE_TYPES', resourceTypes: ['AWS::S3::Bucket'] };
    expect(await judged(few)).toMatchObject({
      verdict: 'FAIL',
      message: expect.stringMatching(/^records 1 types/) as string,
    });
    // Recorders from before there were strategies name none.
    expect((await judged({ resourceTypes: ['AWS::S3::Bucket'] }))?.verdict).toBe('FAIL');
  });

  it('leaves out recorders of AWS services, and does not guess', async () => {
    expect((await one(allResourceTypes, [linkedRecorder()]))?.verdict).toBe('NOT_APPLICABLE');
    expect((await judged(null))?.verdict).toBe('NOT_AVAILABLE');
    const refused = { gaps: [gap('config:DescribeConfigurationRecorders')] };
    expect((await one(allResourceTypes, refused))?.verdict).toBe('NOT_AVAILABLE');
  });
});
