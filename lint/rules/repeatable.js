import { freeNames } from '../free-names.js';

const clock = 'the time of an audit is the time of collection: take it from `rule.now`, `aws.now` or the Report';
const chance = 'the same snapshot gives the same bytes: derive ids and order from the facts';
const members = {
  Date: { now: clock },
  Math: { random: chance },
  performance: { now: clock, timeOrigin: clock },
  crypto: { randomUUID: chance, getRandomValues: chance },
};
const randomFunctions = new Set([
  'randomUUID',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
]);

const memberName = node => (node.computed ? node.property.value : node.property.name);

function faultOf(node) {
  const { parent, name } = node;
  if (parent.type === 'MemberExpression' && parent.object === node && Object.hasOwn(members, name)) {
    const way = members[name][memberName(parent)];
    return way && `no ${name}.${memberName(parent)} here: ${way}`;
  }
  if (name !== 'Date' || parent.callee !== node) return undefined;
  // Date(...) without `new` ignores its arguments and tells the time.
  if (parent.type === 'CallExpression') return `no Date() here: ${clock}`;
  return parent.arguments.length === 0 ? `no new Date() here: ${clock}` : undefined;
}

/** No clock and no chance: two replays of one snapshot are identical. */
export const repeatable = {
  create(context) {
    return {
      ImportSpecifier(node) {
        if (node.parent.source.value !== 'node:crypto' || !randomFunctions.has(node.imported.name)) return;
        context.report({ node, message: `no ${node.imported.name} here: ${chance}` });
      },
      'Program:exit'() {
        for (const node of freeNames(context.sourceCode)) {
          const message = faultOf(node);
          if (message) context.report({ node, message });
        }
      },
    };
  },
};
