/** The identifiers of a file that no declaration in it explains: globals, in value position, by name. */
export function freeNames(sourceCode) {
  const [global] = sourceCode.scopeManager.scopes;
  const declared = global.variables.filter(one => one.defs.length === 0).flatMap(one => one.references);
  return [...declared, ...global.through].filter(one => one.isTypeReference !== true).map(one => one.identifier);
}
