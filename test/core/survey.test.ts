import { describe, expect, it } from 'vitest';
import { collection } from '../../src/core/collection.js';
import { type DetectorFinding, detector } from '../../src/core/detector.js';
import { surveyOf } from '../../src/core/survey.js';
import { cannotTell } from '../../src/core/unavailable.js';
import { gap, row, sourceOf, type World, world } from '../support/world.js';

interface Hub {
  Status: string;
}
const hubs = collection<Hub, { findings: DetectorFinding[] }>({
  id: 'x.hubs',
  noun: 'hubs',
  calls: ['x:ListHubs'],
  list: () => Promise.resolve([]),
  resource: () => ({ id: 'hub', type: 'AWS::X::Hub' }),
  details: { findings: { calls: ['x:GetFindings'], get: () => Promise.resolve([]) } },
});
const watcher = detector({
  id: 'x',
  title: 'Watcher',
  needs: { hubs: hubs.with('findings') },
  standing(region, { hubs: all }) {
    const hub = all.in(region).first();
    if (!hub) return { state: 'off', message: 'there is no hub', evidence: [] };
    if (hub.Status === 'odd') throw new TypeError('odd facts');
    return { state: hub.Status === 'on' ? 'on' : 'suspended', message: hub.Status, evidence: [] };
  },
  organization(region) {
    if (region === 'us-east-1') cannotTell('not-collected', 'x:GetAdministrator', 'not asked');
    return { role: 'member', message: 'administrator 1' };
  },
  findings: (region, { hubs: all }) => ({ findings: all.in(region).first()?.findings ?? [], leftOut: 3 }),
});
const found = (id: string, more: Partial<DetectorFinding> = {}): DetectorFinding => ({
  id,
  type: 'T',
  title: id,
  severity: 'low',
  resource: { id: 'bucket', type: 'AWS::S3::Bucket' },
  account: '111122223333',
  created: '2026-11-22T08:00:00.000Z',
  updated: null,
  ...more,
});
const hub = (Status: string, findings: unknown, region = 'eu-north-1') => row({ Status }, { findings }, region);
const survey = (rows: ReturnType<typeof hub>[] | { gaps: ReturnType<typeof gap>[] }) =>
  surveyOf([watcher], sourceOf(world({ 'x.hubs': rows }) as World), []);

describe('the survey of detectors', () => {
  it('is absent where no detector was brought in', async () => {
    expect(await surveyOf([], sourceOf(world({})), [])).toEqual({ gaps: [] });
  });

  it('has one field a detector and region', async () => {
    const { survey: told, gaps } = await survey([hub('on', [])]);
    expect(told?.matrix).toEqual([
      {
        detector: 'x',
        title: 'Watcher',
        region: 'eu-north-1',
        state: 'on',
        message: 'on',
        evidence: [],
        organization: { role: 'member', message: 'administrator 1' },
      },
      {
        detector: 'x',
        title: 'Watcher',
        region: 'us-east-1',
        state: 'off',
        message: 'there is no hub',
        evidence: [],
      },
    ]);
    expect(gaps).toEqual([]);
  });

  it('never takes a refusal for "off", and says what was refused', async () => {
    const { survey: told, gaps } = await survey({ gaps: [gap('x:ListHubs', { region: 'us-east-1' })] });
    expect(told?.matrix.map(({ region, state }) => [region, state])).toEqual([
      ['eu-north-1', 'off'],
      ['us-east-1', 'unknown'],
    ]);
    expect(gaps).toMatchObject([{ api: 'x:ListHubs', region: 'us-east-1' }]);
  });

  it('shows a detector that trips over odd facts as not known, and the others stand', async () => {
    const { survey: told, gaps } = await survey([hub('odd', []), hub('suspended', [], 'us-east-1')]);
    expect(told?.matrix.map(({ state }) => state)).toEqual(['unknown', 'suspended']);
    expect(gaps.map(({ reason }) => reason)).toEqual(['internal-error', 'not-collected']);
    expect(told?.matrix[0]?.message).toContain('odd facts');
  });

  it('says which findings could not be read, and shows those of other regions', async () => {
    const { survey: told, gaps } = await survey([
      hub('on', gap('x:GetFindings')),
      hub('on', [found('f-1')], 'us-east-1'),
    ]);
    expect(told?.sources).toEqual([{ detector: 'x', title: 'Watcher', region: 'us-east-1', read: 1, leftOut: 3 }]);
    expect(told?.resources.map(({ resource }) => resource.id)).toEqual(['bucket']);
    expect(gaps.map(one => one.api)).toEqual(['x:GetFindings', 'x:GetAdministrator']);
  });

  it('groups what one detector names by ARN and another by its name', async () => {
    const { survey: told } = await survey([
      hub('on', [found('f-1'), found('f-2', { resource: { id: 'arn:aws:s3:::bucket', type: 'AWS::S3::Bucket' } })]),
    ]);
    expect(told?.resources.map(({ resource, findings }) => [resource.id, findings.length])).toEqual([
      ['arn:aws:s3:::bucket', 2],
    ]);
  });

  it('groups findings by resource, gravest and most first, with their ages', async () => {
    const other = { resource: { id: 'key', type: 'AWS::KMS::Key' } };
    const { survey: told } = await survey([
      hub('on', [
        found('f-1', { created: '2026-11-18T08:00:00.000Z' }),
        found('f-2', { severity: 'medium', created: '2026-10-30T08:00:00.000Z' }),
        found('f-3', { created: '2026-01-01T08:00:00.000Z' }),
        found('f-4', { created: null }),
        found('f-5', { created: 'no time' }),
        found('f-6', { ...other, severity: 'critical' }),
        found('f-7', { account: '444455556666', severity: 'medium' }),
      ]),
    ]);
    expect(told?.resources.map(one => [one.resource.id, one.account, one.worst, one.ages, one.oldest])).toEqual([
      [
        'key',
        '111122223333',
        'critical',
        { day: 1, week: 0, month: 0, older: 0, unknown: 0 },
        '2026-11-22T08:00:00.000Z',
      ],
      [
        'bucket',
        '111122223333',
        'medium',
        { day: 0, week: 1, month: 1, older: 1, unknown: 2 },
        '2026-01-01T08:00:00.000Z',
      ],
      [
        'bucket',
        '444455556666',
        'medium',
        { day: 1, week: 0, month: 0, older: 0, unknown: 0 },
        '2026-11-22T08:00:00.000Z',
      ],
    ]);
    expect(told?.resources[1]?.findings.map(({ id }) => id)).toEqual(['f-2', 'f-4', 'f-3', 'f-1', 'f-5']);
  });
});
