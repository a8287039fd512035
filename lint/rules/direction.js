import { importVisitor } from '../imports.js';
import { pathInHouse, resolveInHouse, roomOf, rooms } from '../rooms.js';

const isAwsPackage = specifier => /^@(aws-sdk|smithy)\//.test(specifier);

function relativeFault(from, room, { specifier, typeOnly }) {
  const target = resolveInHouse(from, specifier);
  if (target === undefined) return undefined;
  const other = roomOf(target);
  if (other === undefined)
    return `${target} is no room of the house: move it into one (${Object.keys(rooms).join(', ')})`;
  const { reaches, typesOf = [], files = [], way } = rooms[room];
  if (reaches.includes(other) || files.includes(target) || (typeOnly && typesOf.includes(other))) return undefined;
  return `${room} may not import ${target}: ${way}`;
}

function packageFault(room, { specifier, typeOnly }) {
  // Node's own modules are the concern of no-outside-world; the SDK inside checks of sdk-door.
  if (typeOnly || specifier.startsWith('node:') || (room === 'checks' && isAwsPackage(specifier))) return undefined;
  return rooms[room].packages.test(specifier) ? undefined : `${room} may not import ${specifier}: ${rooms[room].way}`;
}

/** Imports point one way: cli, lambda -> audit -> core, ledger, report; ledger -> checks; checks -> core; report -> core/types. */
export const direction = {
  create(context) {
    const from = pathInHouse(context.filename);
    if (from === undefined) return {};
    const room = roomOf(from);
    return importVisitor(found => {
      if (found.specifier === undefined) return;
      if (room === undefined) {
        context.report({
          node: found.node,
          message: `${from} is no room of the house (${Object.keys(rooms).join(', ')})`,
        });
        return;
      }
      const fault = found.specifier.startsWith('.') ? relativeFault(from, room, found) : packageFault(room, found);
      if (fault) context.report({ node: found.node, message: fault });
    });
  },
};
