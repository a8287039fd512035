/** stocktake as a library: audit an account, see the plan before, judge saved facts again. */
export {
  type Against,
  type AuditOptions,
  audit,
  type Config,
  type Plan,
  type Progress,
  plan,
  type RuleOptions,
  replay,
  standingsOfSnapshot,
} from './audit.js';
export { diff } from './core/diff.js';
export { InputError } from './core/input.js';
export { type Standings, standingsOf } from './core/standings.js';
export type * from './core/types.js';
export {
  renderCsv,
  renderGithub,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderPullRequest,
  renderSarif,
  renderTable,
} from './report/index.js';
