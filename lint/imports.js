/** Visits every import and re-export of a file: `visit({ node, specifier, typeOnly, dynamic })`. */
export function importVisitor(visit) {
  const isType = node => node.importKind === 'type' || node.exportKind === 'type';
  const onlyTypes = node => isType(node) || (node.specifiers?.length > 0 && node.specifiers.every(one => isType(one)));
  const fixed = node => {
    if (node.source) visit({ node, specifier: node.source.value, typeOnly: onlyTypes(node), dynamic: false });
  };
  return {
    ImportDeclaration: fixed,
    ExportNamedDeclaration: fixed,
    ExportAllDeclaration: fixed,
    ImportExpression(node) {
      const specifier = node.source.type === 'Literal' ? node.source.value : undefined;
      visit({ node, specifier, typeOnly: false, dynamic: true });
    },
    TSImportType(node) {
      const specifier = node.source?.value ?? node.argument?.literal?.value ?? node.argument?.value;
      visit({ node, specifier, typeOnly: true, dynamic: false });
    },
  };
}
