import { check, fail, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, saves } from '../../core/saving.js';
import { graphqlApis } from './graphql-apis.js';

const monthDays = 30;

export const fieldLoggingNotVerbose = check({
  id: 'appsync-field-logging-not-verbose',
  title: 'GraphQL APIs log fields that fail, not every field',
  why: 'Above level ERROR each field of each answer becomes several lines in CloudWatch Logs, which bills every byte. One query can write more than it returns.',
  fix: {
    byHand:
      'AppSync > the API > Settings > Logging: set the field resolver log level to "Error" and turn "Include verbose content" off. (UpdateGraphqlApi replaces all settings of the API, so a command would have to repeat them.)',
    note: 'Takes effect at once and can be turned back. Level ERROR still tells of every field that fails.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: ['appsync:ListGraphqlApis.logConfig', 'cloudwatch:GetMetricData.IncomingBytes'],
  on: graphqlApis.with('logged'),
  params: { max_gb: 1 },
  test(api, _tables, { params }) {
    const { logged } = api;
    const level = { fieldLogLevel: api.fieldLogLevel, excludeVerboseContent: api.excludeVerboseContent };
    const seen = saw('appsync:ListGraphqlApis', 'logConfig', level, { fieldLogLevel: 'ERROR' });
    if (logged === null) return pass(`field logs: ${api.fieldLogLevel ?? 'off'}`, seen);
    const bytes = totalOf(lastDays(logged.IncomingBytes, monthDays));
    const gb = bytes / gigabyte;
    const told = saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes, `at most ${params.max_gb} GB a month`);
    const size = `fields are logged at level ${api.fieldLogLevel}: ${gb.toFixed(gb < 10 ? 2 : 0)} GB in ${monthDays} days`;
    if (gb <= params.max_gb) return pass(size, seen, told);
    const releases = ['cloudwatch/DataProcessing-Bytes', 'cloudwatch/TimedStorage-ByteHrs'];
    const saving = { ...saves(...releases.map(price => ({ price, units: gb }))), estimated: true };
    return { ...fail(`${size}, of which ERROR would leave next to nothing`, seen, told), saving };
  },
});
