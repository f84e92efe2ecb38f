/**
 * Whether a path of the content is left out: a file whose name starts with a dot, and all that is in a folder where
 * programs keep their own files (`.git`, `.trash`, `node_modules`) or writers what is not ready (`_drafts`).
 * @param path relative to the content folder, with forward slashes; one that ends with a slash is a folder
 */
export function isHidden(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  return name.startsWith('.') || parts.some(isHiddenFolder);
}

function isHiddenFolder(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_') || name === 'node_modules';
}
