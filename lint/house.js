import { direction } from './rules/direction.js';
import { issueForTodo } from './rules/issue-for-todo.js';
import { judgeOnly } from './rules/judge-only.js';
import { noOutsideWorld } from './rules/no-outside-world.js';
import { plainNames } from './rules/plain-names.js';
import { repeatable } from './rules/repeatable.js';
import { sdkDoor } from './rules/sdk-door.js';

/** The laws of the house that a linter can see, as an oxlint plugin; `.oxlintrc.json` says where each holds. */
export default {
  meta: { name: 'house' },
  rules: {
    direction,
    'issue-for-todo': issueForTodo,
    'judge-only': judgeOnly,
    'no-outside-world': noOutsideWorld,
    'plain-names': plainNames,
    repeatable,
    'sdk-door': sdkDoor,
  },
};
