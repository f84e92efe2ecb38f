import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Phrase } from '../../components/phrase.tsx';
import { Prose } from '../../components/prose.tsx';
import { Time } from '../../components/time.tsx';
import { messages } from '../../lib/messages.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from '../_shared/data.ts';
import { pageMetadata } from '../_shared/metadata.ts';
import '../styles/lists.css';

type Props = { params: Promise<{ page: string }> };

async function loadProps({ params }: Props) {
  const { catalog } = await getCatalog();
  const { page: slug } = await params;
  const page = catalog.page(slug);
  const text = await catalog.pageText(slug);
  if (!page || !text) notFound();
  return { page, text };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { page } = await loadProps(props);
  return pageMetadata({
    title: page.title,
    description: page.description ?? page.title,
    path: urls.page(page.slug),
  });
}

export default async function LeafPage(props: Props) {
  const { page, text } = await loadProps(props);
  return (
    <div className="leaf">
      <h1>{page.title}</h1>
      <Prose html={text.html} />
      {page.updated && (
        <p className="meta">
          <Phrase pieces={messages.article.updated(<Time date={page.updated} />)} />
        </p>
      )}
    </div>
  );
}
