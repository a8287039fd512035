// Installs Python programs that tests and checks run into node_modules/.cache: once for each version of a requirements
// file, each in a place of its own, so that they may pin the same packages differently.
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const INTERPRETERS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const PATIENCE = 10 * 60_000;

export async function setUpPython(options) {
  const cache = options.cache ?? process.env.STOCKTAKE_TEST_CACHE ?? join(root, 'node_modules/.cache');
  const requirements = join(root, options.requirements);
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const wanted = {
    name: options.name,
    imports: options.imports,
    requirements,
    interpreters: options.interpreters ?? INTERPRETERS,
    target: join(cache, `stocktake-${options.name}-${hash}`),
  };
  try {
    return (await readInstalled(wanted)) ?? (await install(wanted));
  } catch (error) {
    return { available: false, reason: firstLine(error) };
  }
}

// What is there counts only if its Python still runs it: an upgrade of the system may have taken that away.
async function readInstalled({ target, imports }) {
  const venv = join(target, 'bin/python');
  const packages = join(target, 'packages');
  const note = join(target, 'python.json');
  if (!existsSync(note)) return undefined;
  const { python } = JSON.parse(readFileSync(note, 'utf8'));
  const installed = existsSync(packages)
    ? { available: true, python, environment: { PYTHONPATH: packages } }
    : { available: true, python: venv, environment: {} };
  try {
    const script = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${imports[0]}") is None)`;
    await run(installed.python, ['-c', script], { env: { ...process.env, ...installed.environment } });
    return installed;
  } catch {
    return undefined;
  }
}

async function install(wanted) {
  const { target, name } = wanted;
  const python = await findPython(wanted.interpreters);
  mkdirSync(join(target, '..'), { recursive: true });
  return await withLock(`${target}.lock`, async () => {
    const present = await readInstalled(wanted);
    if (present) return present;
    process.stderr.write(`installing ${name} into ${target}\n`);
    // Made beside its place and moved there whole: a half of an installation is never seen.
    const draft = `${target}.${randomUUID()}`;
    try {
      await fill(draft, python, wanted);
      // Another process may have been as quick where a lock was broken; what is in use must stay.
      const theirs = await readInstalled(wanted);
      if (theirs) return theirs;
      rmSync(target, { recursive: true, force: true });
      renameSync(draft, target);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
    const installed = await readInstalled(wanted);
    if (!installed) throw new Error(`${name} was installed into ${target}, but its Python does not run there`);
    return installed;
  });
}

/** The first Python that is new enough; throws where there is none. */
export async function findPython(interpreters = INTERPRETERS) {
  const script = 'import sys; assert sys.version_info >= (3, 10); print(sys.executable)';
  for (const interpreter of interpreters) {
    try {
      const { stdout } = await run(interpreter, ['-c', script]);
      return stdout.trim();
    } catch {
      // Not there or too old: the next one may do.
    }
  }
  throw new Error(`no Python 3.10 or later found (tried ${interpreters.join(', ')})`);
}

async function fill(draft, python, { requirements, imports }) {
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-input',
    '--compile',
    '--no-deps',
  ];
  try {
    await run(python, ['-m', 'venv', draft]);
  } catch {
    // Debian ships venv apart from Python; its pip can fill a folder all the same.
    rmSync(draft, { recursive: true, force: true });
    await run(python, [...pip, '--target', join(draft, 'packages'), '-r', requirements]);
    await finish(draft, { python, runner: python, imports, environment: { PYTHONPATH: join(draft, 'packages') } });
    return;
  }
  await run(join(draft, 'bin/python'), [...pip, '-r', requirements]);
  await finish(draft, { python, runner: join(draft, 'bin/python'), imports, environment: {} });
}

// The note is what makes a folder count as installed, so it comes last, after everything could be imported.
async function finish(draft, { python, runner, imports, environment }) {
  await run(runner, ['-c', `import ${imports.join(', ')}`], { env: { ...process.env, ...environment } });
  writeFileSync(join(draft, 'python.json'), JSON.stringify({ python }));
}

// The lock saves work, not correctness: the move above is atomic, so a stale lock may be broken without harm.
async function withLock(lock, work) {
  const own = `${lock}.${randomUUID()}`;
  writeFileSync(own, String(process.pid));
  try {
    while (!take(own, lock)) {
      if (isStale(lock)) rmSync(lock, { force: true });
      else await wait(200);
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function take(own, lock) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function isStale(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return age > PATIENCE;
  } catch (error) {
    // Released since (ENOENT) or its holder is gone (ESRCH); EPERM means it lives under another user.
    return error.code === 'ESRCH';
  }
}

function firstLine(error) {
  const text = String(error.stderr || error.message || error).trim();
  return text.split('\n').find(line => /error/i.test(line)) ?? text.split('\n')[0];
}
