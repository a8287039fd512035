/** The moto server as it is installed: the Python that runs it and what its environment needs, or why there is none. */
export type TestServer =
  | { available: true; python: string; environment: Record<string, string> }
  | { available: false; reason: string };

/** Installs the pinned requirements once under `cache` and says how to run them; never throws for a missing Python. */
export function setUpTestServer(options?: { cache?: string; interpreters?: readonly string[] }): Promise<TestServer>;
