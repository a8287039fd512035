/** Where shellcheck is, or why there is none. */
export type Shellcheck = { available: true; shellcheck: string } | { available: false; reason: string };

/** Installs the pinned shellcheck once under `cache`; never throws for a missing Python. */
export function setUpShellcheck(options?: { cache?: string; interpreters?: readonly string[] }): Promise<Shellcheck>;
