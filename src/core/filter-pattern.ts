/** The engine for CloudWatch Logs metric filter patterns: read them, run them, hold them to the CIS benchmark. */
export { matches } from './filter-pattern/match.js';
export { missedEvents } from './filter-pattern/missed.js';
export { parsePattern } from './filter-pattern/parse.js';
export { printPattern } from './filter-pattern/print.js';
export { type RequirementId, requirements } from './filter-pattern/requirements.js';
export {
  type Expression,
  type Operator,
  type Pattern,
  PatternError,
  type Selector,
  type Value,
} from './filter-pattern/tree.js';
