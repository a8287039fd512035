import { readFileSync } from 'node:fs';

const schemas = /@aws-sdk[\\/](?:client-[^\\/]+|nested-clients)[\\/].*schemas_0\.js$/;
const definition = /^(export (?:var|const)|var|const) (\w+\$?) = (\[[^]*?\n?\]);$/gm;

/**
 * Lets the bundler leave out the schemas of operations that nobody calls: a client package writes all of them as array
 * literals with computed keys, which a bundler must take for code with effects. Marked as pure they go when unused; of
 * EC2's client that is nine tenths.
 */
export const leanSchemas = {
  name: 'lean-schemas',
  setup(build) {
    build.onLoad({ filter: schemas }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(definition, '$1 $2 = /* @__PURE__ */ (() => $3)();'),
      loader: 'js',
    }));
  },
};
