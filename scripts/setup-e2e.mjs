// Installs the emulator that the deployment is tested on (ministack), as test/e2e/requirements.txt pins it.
// Prints how it may be run, or `unavailable: <reason>`; the suite is then skipped, never passed.
import { fileURLToPath } from 'node:url';
import { setUpPython } from './set-up-python.mjs';

export const setUpMinistack = options =>
  setUpPython({
    name: 'ministack',
    requirements: 'test/e2e/requirements.txt',
    imports: ['ministack', 'ministack.app', 'hypercorn.asyncio'],
    ...options,
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await setUpMinistack();
  process.stdout.write(server.available ? `ministack: ${server.python}\n` : `unavailable: ${server.reason}\n`);
}
