import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSettings, readSettingsFile } from '../../src/cli/deploy/settings.js';
import { readSettings } from '../../src/lambda/settings.js';

describe('the settings of a deployment', () => {
  it('have usual values', () => {
    expect(checkSettings({})).toMatchObject({ schedule: 'cron(0 4 * * ? *)', regions: 'all', noReportHours: 26 });
  });

  it.each([
    [{ schedule: 'every day' }, 'schedule', /must be rate\(1 day\) or cron/],
    [{ schedule: 'cron(0 4 * * *)' }, 'schedule', /must be rate/],
    [{ schedule: 'rate(0 days)' }, 'schedule', /must be rate/],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', /must be a time zone/],
    [{ regions: ['EU north'] }, 'regions.0', /must be names/],
    [{ regions: [] }, 'regions', /.+/],
    [{ emails: ['nobody'] }, 'emails.0', /must be an e-mail address/],
    [{ retentionDays: 0 }, 'retentionDays', /.+/],
    [{ logRetentionDays: 10 }, 'logRetentionDays', /must be one of 1, 3, 5/],
    [{ timeout: 901 }, 'timeout', /.+/],
    [{ reservedConcurrency: 2 }, 'reservedConcurrency', /.+/],
    [{ keyArn: 'alias/mine' }, 'keyArn', /must be the ARN of a KMS key/],
    [{ noReportHours: 200 }, 'noReportHours', /at most 168/],
    [{ schedule: 'rate(2 days)' }, 'noReportHours', /more than the 48 hours between two audits/],
    [{ namespace: 'AWS/Mine' }, 'namespace', /does not begin with AWS/],
    [{ retention: 3 }, 'retention', /there is no setting "retention"/],
    [{ schedul: 'x' }, 'schedul', /did you mean "schedule"\?/],
  ])('%j is refused and names %s', (given, field, message) => {
    let error: unknown;
    try {
      checkSettings(given, 'settings.yaml');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(message) as string,
      place: { file: 'settings.yaml', field },
    });
  });

  it('takes a rarer schedule where the alarm is off', () => {
    expect(checkSettings({ schedule: 'rate(30 days)', noReportHours: 0 }).noReportHours).toBe(0);
  });

  describe('in a file', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'settings-'));
    });
    afterAll(() => rm(folder, { recursive: true }));
    const written = async (text: string) => {
      const file = path.join(folder, 'settings.yaml');
      await writeFile(file, text);
      return file;
    };

    it('may be empty, and see rules.yaml from where they are', async () => {
      expect(readSettingsFile(await written('# nothing\n'))).toEqual(checkSettings({}));
      expect(readSettingsFile(await written('rules: ours/rules.yaml\n')).rules).toBe(
        path.join(folder, 'ours/rules.yaml'),
      );
    });

    it.each([
      ['schedule: [', /settings\.yaml:\d+: /],
      ['memory: lots\n', /settings\.yaml: memory: /],
      ['memory: 512\nmemory: 1024\n', /settings\.yaml:\d+: /],
    ])('%j is refused in one sentence', async (text, message) => {
      const file = await written(text);
      expect(() => readSettingsFile(file)).toThrow(message);
    });

    it('that is not there is told so', () => {
      expect(() => readSettingsFile(path.join(folder, 'none.yaml'))).toThrow(/none\.yaml: cannot be read \(ENOENT\)/);
    });
  });
});

describe('the environment of the function', () => {
  const least = { STOCKTAKE_BUCKET: 'b', STOCKTAKE_TOPIC_ARN: 'arn:aws:sns:eu-north-1:123456789012:t' };

  it('is read with usual values', () => {
    expect(readSettings({ ...least, STOCKTAKE_SERVICES: '', STOCKTAKE_REGIONS: 'all' })).toEqual({
      bucket: 'b',
      prefix: '',
      topicArn: least.STOCKTAKE_TOPIC_ARN,
      regions: 'all',
      services: undefined,
      categories: undefined,
      configKey: 'config/rules.yaml',
      namespace: 'Stocktake',
      maxContinuations: 4,
      minLeftSeconds: 120,
      saveSeconds: 20,
      endpointUrl: undefined,
    });
    expect(readSettings({ ...least, STOCKTAKE_REGIONS: 'eu-north-1, us-east-1' }).regions).toEqual([
      'eu-north-1',
      'us-east-1',
    ]);
  });

  it.each([
    [{ STOCKTAKE_BUCKET: undefined }, /^STOCKTAKE_BUCKET: /],
    [{ STOCKTAKE_TOPIC_ARN: 'messages' }, /^STOCKTAKE_TOPIC_ARN: must be the ARN of a topic/],
    [{ STOCKTAKE_MAX_CONTINUATIONS: 'many' }, /^STOCKTAKE_MAX_CONTINUATIONS: /],
    [{ STOCKTAKE_MIN_LEFT_SECONDS: '0' }, /^STOCKTAKE_MIN_LEFT_SECONDS: /],
  ])('%j is refused and named', (changed, message) => {
    expect(() => readSettings({ ...least, ...changed })).toThrow(message);
  });
});
