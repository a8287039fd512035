import { saw } from '../../core/check.js';
import { countOf, noneWas, someWere } from '../../core/counts.js';
import { daysBetween } from '../../core/facts.js';
import { lastActiveDay, totalOf } from '../../core/metrics.js';
import { system } from '../../core/system.js';
import { askPerson } from '../../core/unavailable.js';
import { nodes } from './nodes.js';
import { parameters } from './parameters.js';
import { settings } from './settings.js';

const days = 90;

export const ssm = system({
  id: 'ssm',
  title: 'Systems Manager',
  scope: 'regional',
  namespaces: ['ssm'],
  needs: { parameters: parameters.with(), nodes: nodes.with(), settings: settings.with('use') },
  inventory(region, tables) {
    const here = [...tables.parameters.in(region).all()].sort((a, b) =>
      (a.LastModifiedDate ?? '') > (b.LastModifiedDate ?? '') ? -1 : 1,
    );
    // AWS tells when a parameter was last written, not when it was made: no age.
    return { count: here.length, noun: 'parameters', names: here.slice(0, 10).map(({ Name }) => Name) };
  },
  use(region, tables, { now }) {
    const place = tables.settings.at('RegionName', region).where(one => readsOf(one.use) > 0);
    const used = place.seen()[0];
    if (used) {
      const last =
        Object.values(used.use)
          .map(series => lastActiveDay(series) ?? '')
          .sort()
          .at(-1) ?? null;
      const evidence = [saw('cloudwatch:GetMetricData', 'CallCount', readsOf(used.use))];
      const message = `parameters were read ${countOf(readsOf(used.use), 'time')} in ${days} days`;
      return { grade: 'strong', message, last, window: days, evidence };
    }
    const online = tables.nodes
      .in(region)
      .where(({ PingStatus }) => PingStatus === 'Online')
      .seen();
    if (online.length > 0) {
      const evidence = [saw('ssm:DescribeInstanceInformation', 'PingStatus', 'Online')];
      const message = `looks after ${countOf(online.length, 'server')} outside EC2`;
      return {
        grade: 'medium',
        message,
        last: online[0]?.LastPingDateTime?.slice(0, 10) ?? null,
        window: null,
        evidence,
      };
    }
    const written = tables.parameters
      .in(region)
      .where(one => one.LastModifiedDate !== null && daysBetween(one.LastModifiedDate, now) <= days)
      .seen();
    const last = written
      .map(one => one.LastModifiedDate ?? '')
      .sort()
      .at(-1);
    if (last !== undefined) {
      const evidence = [saw('ssm:DescribeParameters', 'LastModifiedDate', last)];
      const message = `${someWere(written.length, tables.parameters.in(region).seen().length, 'parameter')} written in ${days} days`;
      return { grade: 'medium', message, last: last.slice(0, 10), window: days, evidence };
    }
    const count = tables.parameters.in(region).all().length;
    if (count > 0) {
      askPerson(
        `${noneWas(count, 'parameter')} written in ${days} days; who reads them leaves no trace that this audit sees`,
      );
    }
    tables.nodes.in(region).demandFullSight();
    const evidence = [saw('ssm:DescribeParameters', 'Parameters', [])];
    return {
      grade: 'none',
      message: 'there is no parameter and no managed server',
      last: null,
      window: null,
      evidence,
    };
  },
});

const readsOf = (use: Record<string, Parameters<typeof totalOf>[0]>): number =>
  Object.values(use).reduce((sum, series) => sum + totalOf(series), 0);
