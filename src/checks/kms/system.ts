import { saw } from '../../core/check.js';
import { noneWas, someWere } from '../../core/counts.js';
import { daysBetween } from '../../core/facts.js';
import { system } from '../../core/system.js';
import { askPerson } from '../../core/unavailable.js';
import { keys } from './keys.js';
import { isTrackedFromTheStart } from './last-usage.js';

const days = 90;
const doomed = ['PendingDeletion', 'PendingReplicaDeletion'];

export const kms = system({
  id: 'kms',
  title: 'Key Management Service',
  scope: 'regional',
  namespaces: ['kms'],
  needs: { keys: keys.with('lastUsage') },
  inventory(region, tables) {
    const ours = tables.keys.in(region).where(key => key.KeyManager === 'CUSTOMER' && !doomed.includes(key.KeyState));
    const here = [...ours.all()].sort((a, b) => ((a.CreationDate ?? '') > (b.CreationDate ?? '') ? -1 : 1));
    return {
      count: here.length,
      noun: 'customer keys',
      names: here.slice(0, 10).map(({ KeyId }) => KeyId),
      newest: here[0]?.CreationDate ?? null,
    };
  },
  use(region, tables, { now }) {
    const ours = tables.keys.in(region).where(key => key.KeyManager === 'CUSTOMER' && !doomed.includes(key.KeyState));
    const used = ours.where(({ lastUsage: { KeyLastUsage } }) =>
      Boolean(KeyLastUsage && daysBetween(KeyLastUsage.Timestamp, now) <= days),
    );
    const last = used
      .seen()
      .map(key => key.lastUsage.KeyLastUsage?.Timestamp ?? '')
      .sort()
      .at(-1);
    if (last !== undefined) {
      return {
        grade: 'strong',
        message: `${someWere(used.seen().length, ours.seen().length, 'customer key')} used in ${days} days`,
        last: last.slice(0, 10),
        window: days,
        evidence: [saw('kms:GetKeyLastUsage', 'KeyLastUsage.Timestamp', last)],
      };
    }
    used.demandFullSight();
    const evidence = [saw('kms:GetKeyLastUsage', 'KeyLastUsage', null)];
    const untold = ours.first(
      ({ lastUsage }) =>
        lastUsage.KeyLastUsage === null &&
        !isTrackedFromTheStart(lastUsage) &&
        (lastUsage.TrackingStartDate === null || daysBetween(lastUsage.TrackingStartDate, now) < days),
    );
    if (untold) {
      askPerson(`KMS has not kept track of key ${untold.KeyId} for ${days} days yet`);
    }
    const count = ours.all().length;
    if (count > 0) {
      const message = `${noneWas(count, 'customer key')} used for ${days} days`;
      return { grade: 'none', message, last: null, window: days, evidence };
    }
    const own = tables.keys.in(region).some();
    return {
      grade: own ? 'weak' : 'none',
      message: own ? 'only keys that AWS manages, which cost nothing' : 'there is no key',
      last: null,
      window: null,
      evidence,
    };
  },
});
