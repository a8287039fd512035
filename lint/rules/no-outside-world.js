import { freeNames } from '../free-names.js';
import { importVisitor } from '../imports.js';

const pureModules = new Set(
  ['assert', 'buffer', 'crypto', 'path', 'path/posix', 'querystring', 'string_decoder', 'url', 'util'].map(
    name => `node:${name}`,
  ),
);
const bareModules =
  /^(fs|process|child_process|net|tls|http|https|http2|os|dns|worker_threads|readline|cluster|vm)(\/|$)/;
const globals = new Set(['console', 'process', 'fetch', 'globalThis', 'global']);

const ways = {
  checks: "facts are asked for in a collection's list or details, through the `aws` it is handed; a check only judges",
  report: 'a renderer turns the Report into text; the door (cli, lambda) reads templates and writes files',
  core: 'files, streams and the environment belong to a door (cli, lambda) or to src/aws, which hand in what core needs',
};

/** No console, process, files or network: what a file may not see it cannot depend on. Options: `room`, `modules` (exempt). */
export const noOutsideWorld = {
  meta: { schema: [{ type: 'object', properties: { room: { type: 'string' }, modules: { type: 'array' } } }] },
  create(context) {
    const { room = 'core', modules = [] } = context.options[0] ?? {};
    const way = ways[room];
    return {
      ...importVisitor(({ node, specifier, typeOnly }) => {
        if (specifier === undefined || typeOnly || pureModules.has(specifier) || modules.includes(specifier)) return;
        if (!specifier.startsWith('node:') && !bareModules.test(specifier)) return;
        context.report({ node, message: `no ${specifier} here: ${way}` });
      }),
      'Program:exit'() {
        for (const node of freeNames(context.sourceCode))
          if (globals.has(node.name)) context.report({ node, message: `no ${node.name} here: ${way}` });
      },
    };
  },
};
