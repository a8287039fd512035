import type { PythonPackages } from './set-up-python.mjs';

/** Installs cfn-lint as `test/infra/requirements.txt` pins it; never throws for a missing Python. */
export function setUpCfnLint(): Promise<PythonPackages>;
