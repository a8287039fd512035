/* Only comfort: without this script the page shows the same. Adds search, filters, copy buttons and deep links. */
const form = document.getElementById('filters');
const status = form.querySelector('[role=status]');
const rules = [...document.querySelectorAll('details.rule')];
const names = ['verdict', 'severity', 'category', 'service', 'region'];
const severities = ['critical', 'high', 'medium', 'low', 'info'];
const wordsOf = new Map();

/** Text of an element in small letters, kept: searching reads each element once. */
function words(element) {
  if (!wordsOf.has(element)) wordsOf.set(element, element.textContent.toLowerCase());
  return wordsOf.get(element);
}

function fillChoices() {
  for (const name of names.slice(1)) {
    const values = new Set(rules.flatMap(rule => rule.dataset[name].split(' ')).filter(Boolean));
    const order = name === 'severity' ? severities.filter(one => values.has(one)) : [...values].sort();
    for (const value of order) form.elements[name].append(new Option(value, value));
  }
}

const readForm = () => ({
  q: form.elements.q.value.trim().toLowerCase(),
  ...Object.fromEntries(names.map(name => [name, form.elements[name].value])),
});

function entriesOf(rule) {
  const rows = [...rule.querySelectorAll('.rows > li')].map(row => ({ row, verdict: 'FAIL', region: row.querySelector('i').textContent }));
  const groups = [...rule.querySelectorAll('.group')].map(row => ({ row, verdict: row.dataset.verdict, region: row.dataset.region }));
  return [...rows, ...groups];
}

/** Shows of one rule what the filters let through; tells how many entries that are, or -1 when the rule is hidden. */
function filterRule(rule, want) {
  const { dataset } = rule;
  const fits = names.every(name => !want[name] || dataset[name].split(' ').includes(want[name]));
  const headFits = !want.q || words(rule.querySelector('summary')).includes(want.q) || words(rule.querySelector('.about')).includes(want.q);
  let shown = 0;
  for (const { row, verdict, region } of fits ? entriesOf(rule) : []) {
    const fitsToo = (!want.verdict || verdict === want.verdict) && (!want.region || !region || region === want.region);
    row.hidden = !fitsToo || !(headFits || words(row).includes(want.q));
    if (!row.hidden) shown += 1;
  }
  rule.hidden = !fits || !(headFits || shown > 0);
  return rule.hidden ? -1 : shown;
}

/** Opens what a filter found and closes it again when the filter goes; what the reader opened stays open. */
function setOpen(details, open) {
  if (open && !details.open) details.dataset.opened = '';
  else if (open || !('opened' in details.dataset)) return;
  else delete details.dataset.opened;
  details.open = open;
}

function applyFilters() {
  const want = readForm();
  const active = Object.values(want).some(Boolean);
  const shown = rules.filter(rule => filterRule(rule, want) >= 0);
  for (const rule of rules) setOpen(rule, Boolean(want.q) && shown.length <= 5 && !rule.hidden);
  for (const state of document.querySelectorAll('.state')) {
    state.hidden = !state.querySelector('.rule:not([hidden])');
    if (state.matches('.fold')) setOpen(state, active && !state.hidden);
  }
  for (const field of form.elements) field.classList.toggle('set', Boolean(field.name && field.value));
  form.querySelector('[type=reset]').hidden = !active;
  const cut = want.q && document.querySelector('.rule .more') ? ' Long lists are cut on this page: report.json has them all.' : '';
  status.textContent = active ? `${shown.length} of ${rules.length} rules shown.${cut}` : '';
}

function writeHash() {
  const query = new URLSearchParams(Object.entries(readForm()).filter(([, value]) => value)).toString();
  history.replaceState(null, '', query ? `#findings?${query}` : '#findings');
}

function readHash() {
  const hash = location.hash;
  if (hash.startsWith('#rule-')) return openRule(decode(hash.slice(1)));
  if (!hash.startsWith('#findings')) return;
  const query = new URLSearchParams(hash.slice('#findings'.length + 1));
  form.elements.q.value = query.get('q') ?? '';
  for (const name of names) {
    const value = query.get(name) ?? '';
    form.elements[name].value = [...form.elements[name].options].some(option => option.value === value) ? value : '';
  }
  applyFilters();
  document.getElementById('findings').scrollIntoView();
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function openRule(id) {
  const rule = document.getElementById(id);
  if (!rule) return;
  for (const name of ['q', ...names]) form.elements[name].value = '';
  applyFilters();
  for (let at = rule; at; at = at.parentElement?.closest('details')) at.open = true;
  rule.scrollIntoView();
}

async function copy(text, source) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(source);
    document.execCommand('copy');
  }
}

function addButton(to, label, spoken, source, textOf) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.setAttribute('aria-label', spoken);
  button.addEventListener('click', async () => {
    await copy(textOf(), source);
    button.textContent = 'copied';
    setTimeout(() => (button.textContent = label), 1500);
  });
  to.append(button);
}

function addCopyButtons(root) {
  if (root.dataset.copies) return;
  root.dataset.copies = 'added';
  const commands = [...root.querySelectorAll('pre')];
  for (const pre of commands) {
    const code = pre.querySelector('code');
    addButton(pre, 'copy', 'copy the command', code, () => code.textContent);
  }
  const rows = root.querySelector('.rows');
  const inRows = () => commands.filter(pre => !pre.closest('[hidden]') && rows.contains(pre)).map(pre => pre.querySelector('code').textContent);
  if (rows && inRows().length > 1) addButton(root.querySelector('.about'), 'copy all commands', 'copy all commands of this rule', rows, () => inRows().join('\n'));
}

/** On paper, what failed or is undecided is open; what passed stays folded. */
function openForPrint() {
  for (const rule of document.querySelectorAll('.state:not(.fold) .rule:not([open]):not([hidden])')) {
    rule.open = true;
    rule.dataset.printed = '';
  }
}

function closeAfterPrint() {
  for (const rule of document.querySelectorAll('[data-printed]')) {
    rule.open = false;
    delete rule.dataset.printed;
  }
}

/** Shows the microservices that have a text in them, and opens their groups; what the reader opened stays open. */
function findMicroservices(find) {
  const want = find.elements.find.value.trim().toLowerCase();
  const all = [...document.querySelectorAll('.micro')];
  for (const one of all) one.hidden = Boolean(want) && !words(one).includes(want);
  for (const group of document.querySelectorAll('.micros')) {
    const some = group.querySelector('.micro:not([hidden])');
    group.hidden = Boolean(want) && !some;
    setOpen(group, Boolean(want && some));
  }
  const shown = all.filter(one => !one.hidden).length;
  find.querySelector('[role=status]').textContent = want ? `${shown} of ${all.length} microservices shown.` : '';
}

const find = document.getElementById('find');
if (find) {
  find.hidden = !document.querySelector('.micro');
  find.addEventListener('input', () => findMicroservices(find));
  find.addEventListener('submit', event => event.preventDefault());
}
fillChoices();
form.hidden = rules.length === 0;
for (const root of document.querySelectorAll('.fixes, .policy')) addCopyButtons(root);
document.addEventListener('toggle', event => event.target.matches('.rule[open]') && addCopyButtons(event.target), true);
form.addEventListener('input', () => { applyFilters(); writeHash(); });
form.addEventListener('reset', () => setTimeout(() => { applyFilters(); writeHash(); }));
form.addEventListener('submit', event => event.preventDefault());
addEventListener('hashchange', readHash);
addEventListener('beforeprint', openForPrint);
addEventListener('afterprint', closeAfterPrint);
applyFilters();
readHash();
