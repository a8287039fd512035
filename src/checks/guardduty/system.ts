import { saw } from '../../core/check.js';
import { system } from '../../core/system.js';
import { usdOf } from './amounts.js';
import { detectors } from './detectors.js';
import { isOn } from './features.js';

/** GuardDuty, as the ledger sees it: in use while its detector is on. */
export const guardDutySystem = system({
  id: 'guardduty',
  title: 'GuardDuty',
  scope: 'regional',
  guard: true,
  namespaces: ['guardduty'],
  needs: { detectors: detectors.with('usage') },
  inventory(region, tables) {
    const on = tables.detectors
      .in(region)
      .all()
      .filter(one => one.Status === 'ENABLED');
    return {
      count: on.length,
      noun: 'enabled detectors',
      names: on.map(one => one.DetectorId),
      newest: on[0]?.CreatedAt ?? null,
    };
  },
  use(region, tables) {
    const here = tables.detectors.in(region);
    const on = here.first(one => one.Status === 'ENABLED');
    if (!on) {
      const [suspended] = here.all();
      const message = suspended ? `the detector is suspended (Status ${suspended.Status})` : 'there is no detector';
      const evidence = [saw('guardduty:GetDetector', 'Status', suspended?.Status ?? null, 'ENABLED')];
      return { grade: 'none', message, last: null, window: null, evidence };
    }
    const plans = [...on.Features, ...on.DataSources].filter(isOn).map(one => one.Name);
    const status = saw('guardduty:GetDetector', 'Status', on.Status, 'ENABLED');
    const watches = `the detector is on and watches ${plans.join(', ') || 'what AWS does not name'}`;
    // What it costs only makes the picture sharper: the detector works without anybody knowing.
    const told = here.where(one => one.Status === 'ENABLED' && usdOf(one.usage, 'the plans') > 0).seen();
    if (told.length === 0) return { grade: 'medium', message: watches, last: null, window: null, evidence: [status] };
    const used = told.flatMap(one => one.usage.filter(line => Number(line.Amount) > 0).map(line => line.Feature));
    return {
      grade: 'strong',
      message: `${watches}; it analysed ${used.join(', ')} in the last 30 days`,
      last: null,
      window: 30,
      evidence: [status, saw('guardduty:GetUsageStatistics', 'UsageStatistics.SumByFeature', used)],
    };
  },
});
