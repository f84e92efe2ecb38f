/** A rendered text. Only HTML that the catalog has sanitised may come in here. */
export function Prose({ html }: { html: string }) {
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
