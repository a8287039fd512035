const ways = {
  checks:
    "facts are asked for in a collection's list or details; a check only judges, and what it cannot see must raise",
  report: 'a renderer is `(report) => string`: the door awaits, reads and writes, and lets errors through',
};
const isFunction = node => /^(Arrow)?Function/.test(node.type);

/** The call of `names` that a node stands in as an argument, if any. */
function enclosingCall(node, names) {
  for (let at = node.parent, below = node; at; below = at, at = at.parent) {
    if (
      at.type === 'CallExpression' &&
      at.callee.name &&
      names.includes(at.callee.name) &&
      at.arguments.includes(below)
    )
      return at;
  }
  return undefined;
}

function enclosingFunctions(node) {
  const found = [];
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) found.push(at);
  return found;
}

/** Functions of this file that a check({...}) names instead of writing out: `test: judgeRotation`. */
function functionsNamedByChecks(program, calls) {
  const names = new Set();
  for (const call of calls) {
    const [spec] = call.arguments;
    for (const property of spec?.type === 'ObjectExpression' ? spec.properties : [])
      if (property.value?.type === 'Identifier') names.add(property.value.name);
  }
  const named = new Set();
  for (const statement of program.body) {
    const declaration = statement.declaration ?? statement;
    if (declaration.type === 'FunctionDeclaration' && names.has(declaration.id?.name)) named.add(declaration);
    for (const one of declaration.type === 'VariableDeclaration' ? declaration.declarations : [])
      if (names.has(one.id.name) && one.init && isFunction(one.init)) named.add(one.init);
  }
  return named;
}

/**
 * Judging is synchronous and lets errors through: no await, async, import() or try. In checks that is everything in
 * `check({...})` and the functions it names; besides, a `try` in a synchronous function outside `collection({...})` could
 * swallow the error that says "could not look", so it is refused as well. In report it is the whole file.
 */
export const judgeOnly = {
  meta: { schema: [{ type: 'object', properties: { room: { type: 'string' } } }] },
  create(context) {
    const room = context.options[0]?.room ?? 'report';
    const seen = [];
    const calls = [];
    const asks = node =>
      enclosingCall(node, ['collection', 'detail']) || enclosingFunctions(node).some(one => one.async);
    const note = word => node => seen.push({ node, word });
    const noteAsync = node => node.async && seen.push({ node, word: 'async' });
    return {
      AwaitExpression: note('await'),
      ImportExpression: note('import()'),
      TryStatement: note('try'),
      ForOfStatement: node => node.await && seen.push({ node, word: 'for await' }),
      ArrowFunctionExpression: noteAsync,
      FunctionExpression: noteAsync,
      FunctionDeclaration: noteAsync,
      CallExpression: node => node.callee.name === 'check' && calls.push(node),
      'Program:exit'(program) {
        const named = room === 'checks' ? functionsNamedByChecks(program, calls) : new Set();
        const judges = node =>
          room === 'report' ||
          enclosingCall(node, ['check']) ||
          [node, ...enclosingFunctions(node)].some(one => named.has(one)) ||
          (node.type === 'TryStatement' && !asks(node));
        for (const { node, word } of seen)
          if (judges(node)) context.report({ node, message: `no ${word} here: ${ways[room]}` });
      },
    };
  },
};
