/**
 * Whether a path of the content is left out: a file whose name starts with a dot, and all that is in a folder where
 * programs keep their own files (`.git`, `.trash`, `node_modules`) or writers the texts that are not ready (`_drafts`).
 * @param path relative to the content folder, with forward slashes; one that ends with a slash is a folder
 */
export function isHidden(path: string): boolean {
  const parts = path.split('/');
  const isMedia = parts[0] === 'media';
  const name = parts.pop() ?? '';
  return (
    name.startsWith('.') ||
    parts.some(
      (part) => part.startsWith('.') || part === 'node_modules' || (part.startsWith('_') && !isMedia),
    )
  );
}
