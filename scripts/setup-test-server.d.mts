import type { PythonPackages } from './set-up-python.mjs';

/** Installs moto as `test/server/requirements.txt` pins it; never throws for a missing Python. */
export function setUpTestServer(options?: {
  cache?: string;
  interpreters?: readonly string[];
}): Promise<PythonPackages>;
