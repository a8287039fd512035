/** Law of the shell: the command as a user runs it, in its own process: exit codes, streams, refusals, interruptions. */
import { describe, test } from 'vitest';

describe('the command line as a user runs it', () => {
  test.todo('is being written');
});
