const vague = /^(utils?|helpers?|common|managers?|misc|shared|stuff)$/i;

/** Files and folders of the house are named after what they hold. */
export const plainNames = {
  create(context) {
    return {
      Program(node) {
        const path =
          /\/(?:src|test|scripts|lint)\/(.+)\.[cm]?[jt]s$/.exec(context.filename.replaceAll('\\', '/'))?.[1] ?? '';
        const word = path.split('/').find(part => vague.test(part.replace(/\.test$/, '')));
        if (word) context.report({ node, message: `"${word}" says nothing: name it after what it holds` });
      },
    };
  },
};
