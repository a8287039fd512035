import { saw } from '../../core/check.js';
import { noneWas, someWere } from '../../core/counts.js';
import { daysBetween } from '../../core/facts.js';
import { system } from '../../core/system.js';
import { askPerson } from '../../core/unavailable.js';
import { onlyRotationMayHaveRead, secrets } from './secrets.js';

const days = 90;

export const secretsmanager = system({
  id: 'secretsmanager',
  title: 'Secrets Manager',
  scope: 'regional',
  namespaces: ['secretsmanager'],
  needs: { secrets: secrets.with() },
  inventory(region, tables) {
    const here = [
      ...tables.secrets
        .in(region)
        .where(({ DeletedDate }) => DeletedDate === null)
        .all(),
    ].sort((a, b) => ((a.CreatedDate ?? '') > (b.CreatedDate ?? '') ? -1 : 1));
    return {
      count: here.length,
      noun: 'secrets',
      names: here.slice(0, 10).map(({ Name }) => Name),
      newest: here[0]?.CreatedDate ?? null,
    };
  },
  use(region, tables, { now }) {
    const here = tables.secrets.in(region).where(({ DeletedDate }) => DeletedDate === null);
    const read = here.where(one => one.LastAccessedDate !== null && daysBetween(one.LastAccessedDate, now) <= days);
    const used = read.where(one => !onlyRotationMayHaveRead(one));
    const last = used
      .seen()
      .map(one => one.LastAccessedDate ?? '')
      .sort()
      .at(-1);
    if (last !== undefined) {
      const count = used.seen().length;
      return {
        grade: 'strong',
        message: `${someWere(count, here.seen().length, 'secret')} read in ${days} days`,
        last: last.slice(0, 10),
        window: days,
        evidence: [saw('secretsmanager:ListSecrets', 'LastAccessedDate', last)],
      };
    }
    const rotated = read.first();
    if (rotated) {
      askPerson(
        `secrets were last read on the day of their own rotation, as ${rotated.Name} was: whether anything else reads them is not told`,
      );
    }
    const count = here.all().length;
    const message = count === 0 ? 'there is no secret' : `${noneWas(count, 'secret')} read for ${days} days`;
    const evidence = [saw('secretsmanager:ListSecrets', 'LastAccessedDate', null)];
    return { grade: 'none', message, last: null, window: days, evidence };
  },
});
