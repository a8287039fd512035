import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setUpShellcheck } from '../../scripts/setup-shellcheck.mjs';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stocktake-setup-'));
  cache = join(folder, 'cache');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

// A Python of a few lines, whose pip does what it is told here: the steps are tested, not the network.
function fakePython(pip: string): string[] {
  const path = join(folder, 'python3');
  const program = `#!/bin/sh
case "$1 $2" in
  "-m pip") while [ "$1" != --target ]; do shift; done; ${pip} ;;
  *) echo "$0" ;;
esac
`;
  writeFileSync(path, program);
  chmodSync(path, 0o755);
  return [path];
}

it('installs the pinned version once', async () => {
  const pip = `mkdir -p "$2/bin"; printf '#!/bin/sh\\n' > "$2/bin/shellcheck"; chmod +x "$2/bin/shellcheck"; echo "$3" >> '${folder}/log'`;
  const interpreters = fakePython(pip);
  const first = await setUpShellcheck({ cache, interpreters });
  expect(first).toEqual({ available: true, shellcheck: expect.stringMatching(/-0\.11\.0\.1\/bin\/shellcheck$/) });
  expect(await setUpShellcheck({ cache, interpreters: ['/nowhere/python3'] })).toEqual(first);
  expect(readdirSync(cache)).toHaveLength(1);
});

it.each([
  ['no Python', () => ['/nowhere/python3'], 'no Python 3.10 or later found'],
  ['a failing pip', () => fakePython('echo "ERROR: no such index" >&2; exit 1'), 'ERROR: no such index'],
  ['no binary for this machine', () => fakePython('mkdir -p "$2"'), 'brings no binary'],
])('says why there is none: %s', async (_what, interpreters, reason) => {
  const found = await setUpShellcheck({ cache, interpreters: interpreters() });
  expect(found).toEqual({ available: false, reason: expect.stringContaining(reason) });
  expect(existsSync(cache) ? readdirSync(cache) : []).toEqual([]);
});
