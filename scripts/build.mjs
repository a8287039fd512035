#!/usr/bin/env node
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, licensesOf } from './build/bundle.mjs';
import { emitDeclarations } from './build/declarations.mjs';
import { writeRules } from './build/rules.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

function checkVersion() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const source = readFileSync(join(root, 'src/version.ts'), 'utf8');
  if (!source.includes(`'${version}'`)) throw new Error(`src/version.ts is not ${version}: run npm run gen`);
}

const filesIn = folder =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
    : [];

/**
 * Moves a finished build over the last one: each file whole, chunks before the doors that import them, and what is left
 * of the last build goes at the end. A command started meanwhile finds either build complete.
 */
function install(fresh) {
  const isDoor = name => ['cli.js', 'index.js', 'lambda.js'].includes(name);
  const names = filesIn(fresh).sort((a, b) => Number(isDoor(a)) - Number(isDoor(b)));
  for (const name of names) {
    mkdirSync(dirname(join(dist, name)), { recursive: true });
    renameSync(join(fresh, name), join(dist, name));
  }
  for (const name of filesIn(dist)) if (!names.includes(name)) rmSync(join(dist, name));
}

async function build() {
  checkVersion();
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  const scratch = mkdtempSync(join(root, 'node_modules/.cache/stocktake-build-'));
  const fresh = join(scratch, 'dist');
  try {
    const { inputs, lambda } = await bundle(root, fresh);
    // What goes into the function's package, for `stocktake deploy` and the CDK app.
    writeFileSync(join(fresh, 'lambda-files.json'), `${JSON.stringify([...lambda, 'rules.json'], null, 2)}\n`);
    writeRules(root, fresh);
    writeFileSync(join(fresh, 'THIRD-PARTY-LICENSES.txt'), licensesOf(root, inputs));
    emitDeclarations(root, join(scratch, 'types'), join(fresh, 'types'));
    const cli = join(fresh, 'cli.js');
    const text = readFileSync(cli, 'utf8');
    if (!text.startsWith('#!')) writeFileSync(cli, `#!/usr/bin/env node\n${text}`);
    chmodSync(cli, 0o755);
    install(fresh);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

await build();
