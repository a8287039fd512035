import type { Store } from '../aws/store.js';
import {
  type Change,
  type Changes,
  type Finding,
  findingKey,
  isOpen,
  type Report,
  type Standing,
} from '../core/types.js';
import { log, messageOf } from './log.js';

/** The report of the run before, where there is one that this version can read and that is of the same account. */
export async function readEarlier(store: Store, key: string, account: string): Promise<Report | undefined> {
  try {
    const text = (await store.get(key))?.toString('utf8');
    if (text === undefined) return undefined;
    const report = JSON.parse(text) as Partial<Report>;
    if (report.version === 1 && report.account?.id === account && Array.isArray(report.findings))
      return report as Report;
    log('info', 'nothing-to-compare-with', { reason: 'the last report is of another account or version' });
  } catch (error) {
    log('warn', 'nothing-to-compare-with', { reason: messageOf(error) });
  }
  return undefined;
}

/** What is new and what is fixed since an earlier report. */
export function changesSince(before: Report, after: Report, from: string): Changes {
  const known = new Map(before.findings.map(one => [findingKey(one), one]));
  const now = new Map(after.findings.map(one => [findingKey(one), one]));
  const fresh = after.findings.filter(one => isOpen(one) && !isOpenAt(known, one));
  const fixed = before.findings.filter(one => isOpen(one) && now.get(findingKey(one))?.verdict === 'PASS');
  return {
    since: {
      account: before.account.id,
      started: before.started,
      toolVersion: before.tool.version,
      from,
    },
    changes: [
      ...fresh.map(one => changeOf('new', one, after, { after: standingOf(one, after) })),
      ...fixed.map(one => changeOf('fixed', one, before, { before: standingOf(one, before) })),
    ],
    stale: [],
  };
}

const isOpenAt = (findings: ReadonlyMap<string, Finding>, one: Finding): boolean => {
  const found = findings.get(findingKey(one));
  return found !== undefined && isOpen(found);
};

function changeOf(kind: 'new' | 'fixed', one: Finding, of: Report, sides: Pick<Change, 'before' | 'after'>): Change {
  const message = `${one.resource.name ?? one.resource.id} (${one.resource.region}): ${titleOf(one, of)}`;
  return { kind, cause: 'account', message, ...sides };
}

const titleOf = (one: Finding, { rules }: Report): string => rules.find(({ id }) => id === one.rule)?.title ?? one.rule;

function standingOf(one: Finding, report: Report): Standing {
  const { rule, severity, category, service, verdict, message, exception } = one;
  const { id, arn, name, region, type } = one.resource;
  return {
    rule,
    title: titleOf(one, report),
    severity,
    category,
    service,
    verdict,
    excepted: exception !== undefined,
    resource: { id, ...(arn === undefined ? {} : { arn }), ...(name === undefined ? {} : { name }), region, type },
    message,
  };
}
