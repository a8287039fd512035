export { renderCleanUpHtml, renderCleanUpMarkdown } from './clean-up.js';
export { renderCost } from './cost-table.js';
export { renderFixScript } from './fix-script.js';
export { renderHtml } from './html.js';
export { renderJson } from './json.js';
export { renderMarkdown } from './markdown.js';
export { renderOverview } from './overview.js';
export { summarizeOverview } from './overview-view.js';
export { renderTable } from './table.js';
