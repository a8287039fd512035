// Copies a SARIF file without the results that an exception accepts: GitHub code scanning takes every result for an open
// alert, suppressed or not. `node scripts/open-results.mjs report.sarif open.sarif`
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error('usage: open-results.mjs FROM TO');
const log = JSON.parse(readFileSync(from, 'utf8'));
for (const run of log.runs) run.results = run.results.filter(one => !one.suppressions?.length);
writeFileSync(to, `${JSON.stringify(log)}\n`);
