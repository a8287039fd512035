/** Python packages as they are installed: the Python that runs them and what its environment needs, or why there are none. */
export type PythonPackages =
  | { available: true; python: string; environment: Record<string, string> }
  | { available: false; reason: string };

/** What to install, by whom it is asked for. */
export interface PythonRequest {
  /** The word for it in messages and in the name of its folder. */
  name: string;
  /** A requirements file that pins everything, from the root of this repository. */
  requirements: string;
  /** Modules that must be importable after the installation; the first one is looked for later on. */
  imports: readonly [string, ...string[]];
  cache?: string | undefined;
  interpreters?: readonly string[] | undefined;
}

/** Installs pinned requirements once under `cache` and says how to run them; never throws for a missing Python. */
export function setUpPython(request: PythonRequest): Promise<PythonPackages>;
