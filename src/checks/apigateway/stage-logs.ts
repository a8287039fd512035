import { check, fail, pass, saw } from '../../core/check.js';
import { lastDays, totalOf } from '../../core/metrics.js';
import { gigabyte, type Saving, saves } from '../../core/saving.js';
import { isTraced, type Stage, stages } from './stages.js';

const monthDays = 30;

export const executionLogsNotVerbose = check({
  id: 'apigateway-execution-logs-not-verbose',
  title: 'API stages log errors, not every request in full',
  why: 'Level INFO and data tracing write many lines for each request. CloudWatch bills every byte, and data tracing also copies what people send, passwords and personal data included, into a log.',
  fix: {
    command:
      'aws apigateway update-stage --rest-api-id {restApiId} --stage-name {stageName} --patch-operations "op=replace,path=/*/*/logging/loglevel,value=ERROR" "op=replace,path=/*/*/logging/dataTrace,value=false" --region {region}',
    note: 'Takes effect at once and can be turned back. Methods with settings of their own need the same for their path. Access logs, which are short, are set apart from this.',
  },
  cleanUp: { does: 'change', risk: 'low', undo: 'at once', order: 5 },
  fields: ['apigateway:GetStages.methodSettings', 'cloudwatch:GetMetricData.IncomingBytes'],
  on: stages.with('logged'),
  params: { max_gb: 1 },
  test(stage, _tables, { params }) {
    const traced = settingsThat(stage, isTraced);
    const seen = saw('apigateway:GetStages', 'methodSettings', levelsOf(stage), {
      loggingLevel: 'ERROR',
      dataTraceEnabled: false,
    });
    const { logged } = stage;
    if (logged === null) return pass(`execution logs: ${levelsOf(stage).loggingLevel}`, seen);
    const bytes = totalOf(lastDays(logged.IncomingBytes, monthDays));
    const gb = bytes / gigabyte;
    const size = `${gb.toFixed(gb < 10 ? 2 : 0)} GB in ${monthDays} days`;
    const told = saw('cloudwatch:GetMetricData', 'IncomingBytes', bytes, `at most ${params.max_gb} GB a month`);
    const saving = savingOf(gb);
    if (traced.length > 0) {
      const where = traced.slice(0, 3).join(', ');
      return { ...fail(`whole requests and responses are logged (${where}): ${size}`, seen, told), saving };
    }
    if (gb <= params.max_gb) return pass(`logs at level INFO, ${size}`, seen, told);
    return { ...fail(`level INFO wrote ${size}, of which ERROR would leave next to nothing`, seen, told), saving };
  },
});

const settingsThat = ({ methodSettings }: Stage, test: (one: Stage['methodSettings'][string]) => boolean): string[] =>
  Object.entries(methodSettings).flatMap(([key, one]) => (test(one) ? [key] : []));

/** The most that any method logs. */
function levelsOf(stage: Stage): { loggingLevel: string; dataTraceEnabled: boolean } {
  const levels = Object.values(stage.methodSettings).map(one => one.loggingLevel);
  return {
    loggingLevel: ['INFO', 'ERROR'].find(level => levels.includes(level)) ?? 'OFF',
    dataTraceEnabled: settingsThat(stage, isTraced).length > 0,
  };
}

/** A month's bytes, taken in and kept for a month as they came; what errors would still write is not known. */
function savingOf(gb: number): Saving {
  const releases = ['cloudwatch/DataProcessing-Bytes', 'cloudwatch/TimedStorage-ByteHrs'];
  return { ...saves(...releases.map(price => ({ price, units: gb }))), estimated: true };
}
