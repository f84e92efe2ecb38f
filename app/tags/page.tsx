import type { Metadata } from 'next';
import { JsonLd } from '../../components/json-ld.tsx';
import { TagIndex } from '../../components/tag-index.tsx';
import { site } from '../../lib/site.ts';
import { breadcrumbs } from '../../lib/structured-data.ts';
import { urls } from '../../lib/urls.ts';
import { newsroom } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/finding.css';

export const metadata: Metadata = pageMetadata({
  title: 'Tags',
  description: `The subjects that ${site.name} writes about, with the number of articles on each.`,
  path: urls.tags(),
});

export default async function TagsPage() {
  const { catalog } = await newsroom();
  return (
    <div className="list">
      <JsonLd data={breadcrumbs([{ name: 'Tags', path: urls.tags() }])} />
      <header>
        <h1>Tags</h1>
      </header>
      <TagIndex tags={catalog.tags()} />
    </div>
  );
}
