// Installs the test server (moto), as test/server/requirements.txt pins it.
// Prints how it may be run, or `unavailable: <reason>`; tests then are skipped, never passed.
import { fileURLToPath } from 'node:url';
import { setUpPython } from './set-up-python.mjs';

export const setUpTestServer = options =>
  setUpPython({
    name: 'moto',
    requirements: 'test/server/requirements.txt',
    imports: ['moto', 'moto.server', 'freezegun'],
    ...options,
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await setUpTestServer();
  process.stdout.write(server.available ? `test server: ${server.python}\n` : `unavailable: ${server.reason}\n`);
}
