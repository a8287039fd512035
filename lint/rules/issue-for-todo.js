/** A note of work left undone names its issue: `TODO(#12)`. */
export const issueForTodo = {
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const match = /\b(TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))/.exec(comment.value);
          if (match)
            context.report({
              loc: comment.loc,
              message: `${match[1]} without an issue: finish it, or write ${match[1]}(#number)`,
            });
        }
      },
    };
  },
};
