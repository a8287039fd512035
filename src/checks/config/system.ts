import { saw } from '../../core/check.js';
import { system } from '../../core/system.js';
import { aggregators } from './aggregators.js';
import { isOwn, recorders } from './recorders.js';
import { hasFailed } from './regions.js';
import { isOfSecurityHub, rules } from './rules.js';

const statusApi = 'config:DescribeConfigurationRecorderStatus';

/** AWS Config, as the ledger sees it: in use while its recorder records and delivers. */
export const configSystem = system({
  id: 'config',
  title: 'AWS Config',
  scope: 'regional',
  guard: true,
  namespaces: ['config'],
  needs: { recorders: recorders.with('status', 'delivery'), rules: rules.with(), aggregators: aggregators.with() },
  inventory(region, tables) {
    const recording = tables.recorders
      .in(region)
      .all()
      .filter(one => isOwn(one) && one.status?.recording === true);
    const names = [
      ...recording.map(one => one.name),
      ...tables.rules
        .in(region)
        .all()
        .map(one => one.ConfigRuleName),
      ...tables.aggregators
        .in(region)
        .all()
        .map(one => one.ConfigurationAggregatorName),
    ];
    return { count: names.length, noun: 'running recorders, rules and aggregators', names: names.slice(0, 10) };
  },
  use(region, tables) {
    const seen = (value: unknown) => [saw(statusApi, 'ConfigurationRecordersStatus[].recording', value)];
    const nothing = { last: null, window: null };
    const own = tables.recorders.in(region).first(isOwn);
    if (!own)
      return { ...nothing, grade: 'none', message: 'there is no recorder of this account', evidence: seen(null) };
    const { status } = own;
    if (!status?.recording)
      return { ...nothing, grade: 'none', message: `recorder ${own.name} is stopped`, evidence: seen(false) };
    if (hasFailed(status.lastStatus) || !own.delivery)
      return {
        ...nothing,
        grade: 'weak',
        message: `recorder ${own.name} records, and delivers nothing (${status.lastErrorCode ?? 'no delivery channel'})`,
        evidence: seen(true),
      };
    const ruled = tables.rules.in(region).all();
    const forHub = ruled.filter(isOfSecurityHub).length;
    return {
      ...nothing,
      grade: 'medium',
      message: `recorder ${own.name} records and delivers; ${sayReaders(ruled.length, forHub)}`,
      evidence: [...seen(true), saw('config:DescribeConfigRules', 'ConfigRules', ruled.length)],
    };
  },
});

function sayReaders(rules: number, forHub: number): string {
  if (rules === 0) return 'no rule judges what it records: it keeps history alone';
  const ofHub = forHub > 0 ? `, ${forHub} of them for Security Hub` : '';
  return `${rules} rule${rules === 1 ? ' judges' : 's judge'} what it records${ofHub}`;
}
