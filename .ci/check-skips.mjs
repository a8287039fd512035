// Reads vitest's JSON report: names every skipped test, and fails where tests of a named kind were skipped that this
// machine can run, or where none of that kind ran. Usage: node .ci/check-skips.mjs REPORT KIND...
// Kinds: server (tests against moto), package, deployment. All but package need Python.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [file, ...kinds] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));
const oldEnough = 'import sys; sys.exit(sys.version_info < (3, 10))';
const hasPython = spawnSync('python3', ['-c', oldEnough]).status === 0;
const faults = [];
const ran = Object.fromEntries(kinds.map(kind => [kind, 0]));

/** Of which kind a test file is, if of any. */
function kindOf(name) {
  if (name.endsWith('test/package/package.test.ts')) return 'package';
  if (name.endsWith('.e2e.ts')) return 'deployment';
  return /\b(?:motoAvailable|describeWithMoto)\b|\bmoto\(\)/.test(readFileSync(name, 'utf8')) ? 'server' : undefined;
}

const expected = kind => kinds.includes(kind) && (kind === 'package' || hasPython);

for (const { name, assertionResults } of report.testResults) {
  const kind = kindOf(name);
  for (const { fullName, status } of assertionResults) {
    if (status === 'passed' && kind in ran) ran[kind]++;
    if (status === 'passed' || status === 'failed') continue;
    console.log(`${status}: ${name}: ${fullName}`);
    if (expected(kind)) faults.push(fullName);
  }
}

const missing = kinds.filter(kind => expected(kind) && ran[kind] === 0);
if (faults.length > 0) console.error(`${faults.length} tests that this machine can run were skipped`);
for (const kind of missing) console.error(`no test of the kind "${kind}" ran`);
if (!hasPython) console.log('no python3 of version 3.10 or later here: tests that need it are not expected');
process.exit(faults.length > 0 || missing.length > 0 ? 1 : 0);
