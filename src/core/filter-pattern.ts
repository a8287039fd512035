/** The engine for CloudWatch Logs metric filter patterns: read them, run them, hold them to the CIS benchmark. */
export type { CloudTrailEvent, SampleEvent } from './filter-pattern/events.js';
export { matches } from './filter-pattern/match.js';
export { missedEvents } from './filter-pattern/missed.js';
export { parsePattern } from './filter-pattern/parse.js';
export { printPattern } from './filter-pattern/print.js';
export { type Requirement, type RequirementId, requirements } from './filter-pattern/requirements.js';
export {
  type Condition,
  type Expression,
  type Operator,
  type Pattern,
  PatternError,
  type PatternProblem,
  type Selector,
  type Step,
  type Value,
} from './filter-pattern/tree.js';
