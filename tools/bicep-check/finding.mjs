// A place in a template where a rule is broken.

/** What is wrong, where. */
export const finding = (file, node, message) => ({
  path: file.path,
  line: node.startPosition.row + 1,
  column: node.startPosition.column + 1,
  message,
});

/** Where a finding is placed that belongs to no line. */
export const mainOf = folder => folder.files.get('main.bicep') ?? [...folder.files.values()][0];
