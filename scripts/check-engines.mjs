#!/usr/bin/env node
// Every package in the lock file must run on our oldest Node. npm checks this only on a machine that has that Node, and
// on a newer one it installs what the oldest cannot run.
// Usage: node scripts/check-engines.mjs [package-lock.json]
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const comparatorText = /^(>=|<=|>|<|=|\^|~)?\s*v?(\d+|x|\*)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?$/i;
const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** The lowest version of a comparator's range and the first above it. */
function boundsOf(comparator) {
  const match = comparatorText.exec(comparator);
  if (!match) throw new Error(`cannot read the engines range "${comparator}"`);
  const [, operator = '', ...parts] = match;
  const numbers = parts.filter(part => /^\d+$/.test(part ?? '')).map(Number);
  if (numbers.length === 0) return { operator: '=', low: [0, 0, 0], above: [Infinity, 0, 0] };
  const [major, minor = 0, patch = 0] = numbers;
  const low = [major, minor, patch];
  // `^0.x` is narrower in semver; no Node that anyone runs has a major of 0.
  if (operator === '^' || numbers.length === 1) return { operator, low, above: [major + 1, 0, 0] };
  if (operator === '~' || numbers.length === 2) return { operator, low, above: [major, minor + 1, 0] };
  return { operator, low, above: [major, minor, patch + 1] };
}

function admits(comparator, version) {
  const { operator, low, above } = boundsOf(comparator);
  if (operator === '>=') return compare(version, low) >= 0;
  if (operator === '>') return compare(version, above) >= 0;
  if (operator === '<') return compare(version, low) < 0;
  if (operator === '<=') return compare(version, above) < 0;
  return compare(version, low) >= 0 && compare(version, above) < 0;
}

/** Whether an npm version range (`^20.19.0 || >=22 <25`) has this version; throws on a range it cannot read. */
function satisfies(range, version) {
  const sets = range.split('||').map(set =>
    set
      .replace(/(\S+)\s+-\s+(\S+)/g, '>=$1 <=$2')
      .replace(/(>=|<=|>|<|=|\^|~)\s+/g, '$1')
      .trim()
      .split(/\s+/),
  );
  // All are read before one is believed, so that an unreadable range never hides behind a readable one.
  return sets.map(set => set.map(one => admits(one || '*', version)).every(Boolean)).some(Boolean);
}

const read = file => JSON.parse(readFileSync(file, 'utf8'));
const oldest = read(new URL('../package.json', import.meta.url)).engines.node.replace('>=', '');
const version = oldest.split('.').map(Number);
const lock = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
const packages = Object.entries(read(lock).packages).filter(([, one]) => typeof one.engines?.node === 'string');
const wrong = packages.filter(([, one]) => !satisfies(one.engines.node, version));

for (const [path, one] of wrong)
  console.error(`${path} ${one.version} needs Node ${one.engines.node}, ours is ${oldest}`);
if (wrong.length > 0) process.exit(1);
console.log(`${packages.length} packages run on Node ${oldest}`);
