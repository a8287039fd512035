// Installs cfn-lint, as test/infra/requirements.txt pins it.
// Prints how it may be run, or `unavailable: <reason>`; tests then are skipped, never passed.
import { fileURLToPath } from 'node:url';
import { setUpPython } from './set-up-python.mjs';

export const setUpCfnLint = options =>
  setUpPython({ name: 'cfn-lint', requirements: 'test/infra/requirements.txt', imports: ['cfnlint'], ...options });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await setUpCfnLint();
  process.stdout.write(found.available ? `cfn-lint: ${found.python}\n` : `unavailable: ${found.reason}\n`);
}
