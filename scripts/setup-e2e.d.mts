import type { PythonPackages } from './set-up-python.mjs';

/** Installs ministack as `test/e2e/requirements.txt` pins it; never throws for a missing Python. */
export function setUpMinistack(options?: { cache?: string; interpreters?: readonly string[] }): Promise<PythonPackages>;
