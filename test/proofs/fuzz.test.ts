/** Law of bad input: whatever is in a snapshot, a rules file or an answer, there is one clear refusal or a report. */
import { describe, test } from 'vitest';

describe('bad input', () => {
  test.todo('is being written');
});
