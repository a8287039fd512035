#!/usr/bin/env node
// npm leaves optional packages of other platforms out of package-lock.json when it could not ask for them, and then
// `npm ci` refuses the lock file everywhere. This names them again, at the exact version that their parent asks for.
// Usage, after any change of dependencies: node scripts/complete-lock.mjs [package-lock.json]
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** The platform that a package's name tells: `@scope/binding-linux-arm64-musl`. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.filter(word => systems.includes(word));
  const cpu = words.filter(word => processors.includes(word));
  const libc = words.includes('musl') ? ['musl'] : os[0] === 'linux' && words.includes('gnu') ? ['glibc'] : [];
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`cannot tell the platform of ${name}`);
  return { cpu, os, ...(libc.length > 0 ? { libc } : {}) };
}

/** Where Node looks for what a package needs, nearest first: packages that come inside another one are found there. */
const foldersAbove = path =>
  path
    .split('node_modules/')
    .map((_, at, parts) => parts.slice(0, at + 1).join('node_modules/'))
    .map(folder => (folder === '' || folder.endsWith('/') ? folder : `${folder}/`))
    .reverse();

function complete(packages) {
  const missing = Object.entries(packages).flatMap(([path, parent]) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => !foldersAbove(path).some(folder => packages[`${folder}node_modules/${name}`]))
      .map(([name, version]) => ({ name, version, parent })),
  );
  for (const { name, version, parent } of missing) {
    if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version} is no exact version`);
    packages[`node_modules/${name}`] = {
      version,
      ...platformOf(name),
      ...(parent.dev ? { dev: true } : {}),
      optional: true,
    };
  }
  return missing.length;
}

const file = process.argv[2] ?? fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = complete(lock.packages);
const [root, ...others] = Object.entries(lock.packages);
lock.packages = Object.fromEntries([root, ...others.sort(([a], [b]) => a.localeCompare(b, 'en'))]);
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} optional packages of other platforms added`);
