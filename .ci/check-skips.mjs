// Reads vitest's JSON report: names every skipped test, and fails where the package test or tests against the Python
// server were skipped on a machine that has Python, or did not run at all.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const hasPython = spawnSync('python3', ['--version']).status === 0;
const faults = [];
const ran = { server: 0, package: 0 };

/** What a test file must not skip here, if anything. */
function dutyOf(file) {
  if (file.endsWith('test/package/package.test.ts')) return 'package';
  return /\b(?:motoAvailable|describeWithMoto)\b|\bmoto\(\)/.test(readFileSync(file, 'utf8')) ? 'server' : undefined;
}

for (const { name: file, assertionResults } of report.testResults) {
  const duty = dutyOf(file);
  for (const { fullName, status } of assertionResults) {
    if (status === 'passed' && duty) ran[duty]++;
    if (status === 'passed' || status === 'failed') continue;
    console.log(`${status}: ${file}: ${fullName}`);
    if (duty === 'package' || (duty === 'server' && hasPython)) faults.push(fullName);
  }
}

if (faults.length > 0) console.error(`${faults.length} tests that this machine can run were skipped`);
if (ran.package === 0) console.error('the package test did not run');
if (hasPython && ran.server === 0) console.error('no test against the Python server ran');
if (!hasPython) console.log('no python3 here: tests against the Python server are not expected');
process.exit(faults.length > 0 || ran.package === 0 || (hasPython && ran.server === 0) ? 1 : 0);
