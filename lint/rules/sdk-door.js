import { importVisitor } from '../imports.js';
import { pathInHouse, resolveInHouse } from '../rooms.js';

const isSdkFile = path => /(^|\/)sdk$/.test(path);

/**
 * In checks, each service's `sdk.ts` is the one file that imports SDK values, and only `import('./sdk.js')` reaches it,
 * so that a run loads the clients of the services it asks and no others.
 */
export const sdkDoor = {
  create(context) {
    const from = pathInHouse(context.filename);
    if (!from?.startsWith('checks/')) return {};
    return importVisitor(({ node, specifier, typeOnly, dynamic }) => {
      if (specifier === undefined || typeOnly) return;
      if (/^@(aws-sdk|smithy)\//.test(specifier) && (dynamic || !isSdkFile(from))) {
        const message = `${specifier} is imported by the service's sdk.ts only; await import('./sdk.js') inside a collection's list or details`;
        context.report({ node, message });
      }
      const target = specifier.startsWith('.') ? resolveInHouse(from, specifier) : undefined;
      if (target && isSdkFile(target) && !dynamic) {
        const message = `sdk.js is loaded on demand: await import('./sdk.js') inside a collection's list or details`;
        context.report({ node, message });
      }
    });
  },
};
