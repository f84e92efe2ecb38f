import { toScript } from '../lib/structured-data.ts';

/** Structured data for search engines; `toScript` keeps it from ending its element. */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: toScript(data) }} />;
}
