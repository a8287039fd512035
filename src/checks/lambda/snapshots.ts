import { tooYoung } from '../../core/age.js';
import { check, fail, pass, saw } from '../../core/check.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { saves } from '../../core/saving.js';
import { type Alias, aliases } from './aliases.js';
import { gigabyteSecondsAMonth } from './compute.js';
import { isSnapshotBilled, type Version, versions } from './versions.js';

/** How long a version must have gone without a call. */
const days = 90;

const hasBilledSnapshot = (version: Version): boolean =>
  version.SnapStart.OptimizationStatus === 'On' && isSnapshotBilled(version);

const leadsTo = (alias: Alias, { FunctionName, Version: version }: Version): boolean =>
  alias.FunctionName === FunctionName &&
  (alias.FunctionVersion === version || version in alias.AdditionalVersionWeights);

export const snapshotsServed = check({
  id: 'lambda-snapstart-versions-in-use',
  title: 'SnapStart snapshots are of versions that are called',
  why: 'AWS keeps a snapshot of each published version, and bills it every second until the version is deleted, called or not.',
  fix: {
    command: 'aws lambda delete-function --function-name {FunctionName} --qualifier {Version} --region {region}',
    note: 'The qualifier makes it delete this version alone. Keep a version that you would go back to.',
  },
  cleanUp: { does: 'delete', risk: 'low', undo: 'never', order: 5 },
  fields: [
    'lambda:ListVersionsByFunction.SnapStart.OptimizationStatus',
    'lambda:ListVersionsByFunction.LastModified',
    'lambda:ListAliases.FunctionVersion',
    'cloudwatch:GetMetricData.Invocations',
  ],
  on: versions.with('use'),
  also: {
    aliases: aliases
      .with('use')
      .onlyFor({ versions: versions.with() }, (alias, tables) =>
        tables.versions.in(alias.region).some(version => leadsTo(alias, version) && hasBilledSnapshot(version)),
      ),
  },
  scope: 'it has no snapshot that AWS bills: SnapStart is off, or the language is Java',
  applies: hasBilledSnapshot,
  test(version, tables, { now }) {
    const own = version.use.Invocations;
    if (totalOf(own) > 0) {
      const sum = saw('cloudwatch:GetMetricData', 'Invocations', { sum: totalOf(own), days });
      return pass(`called by its number, last on ${lastActiveDay(own)}`, sum);
    }
    const leading = tables.aliases.in(version.region).where(alias => leadsTo(alias, version));
    const busy = leading.first(alias => totalOf(alias.use.Invocations) > 0);
    if (busy) {
      const last = lastActiveDay(busy.use.Invocations);
      return pass(`alias ${busy.Name} leads to it and was called, last on ${last}`, aliasEvidence([busy]));
    }
    const published = saw('lambda:ListVersionsByFunction', 'LastModified', version.LastModified);
    const young = tooYoung(version.LastModified, days, now, published);
    if (young) return young;
    const named = leading.all();
    const calls = saw('cloudwatch:GetMetricData', 'Invocations', { sum: 0, days }, { sum: '> 0' });
    const who =
      named.length > 0 ? `nor was alias ${named.map(one => one.Name).join(', ')}` : 'and no alias leads to it';
    return {
      ...fail(
        `it keeps a snapshot and was not called in ${days} days, ${who}`,
        saw('lambda:ListVersionsByFunction', 'SnapStart.OptimizationStatus', version.SnapStart.OptimizationStatus),
        calls,
        aliasEvidence(named),
      ),
      saving: saves({
        price: 'lambda/Lambda-SnapStart-Cached-GB-Second',
        units: gigabyteSecondsAMonth(version.MemorySize),
      }),
      disuse: { grade: 'strong', window: days, last: null, evidence: [calls] },
    };
  },
});

const aliasEvidence = (found: readonly Alias[]) =>
  saw(
    'lambda:ListAliases',
    'FunctionVersion',
    found.map(({ FunctionVersion, Name }) => `${Name}: ${FunctionVersion}`),
  );
