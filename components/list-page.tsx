import type { ReactNode } from 'react';
import type { ListPage as List } from '../lib/catalog.ts';
import { messages } from '../lib/messages.ts';
import { Breadcrumbs, type Crumb } from './breadcrumbs.tsx';
import { Pagination } from './pagination.tsx';
import { Story } from './story.tsx';

type Props = {
  heading: string;
  /** The way from the front page to this one; undefined for a list that is next to it. */
  trail?: Crumb[];
  list: List;
  href: (page: number) => string;
  /** Whether each article says its topic. */
  withTopic?: boolean;
  /** The first story of the first page is shown large. */
  withLead?: boolean;
  /** A class of the topic whose colour the heading takes. */
  tone?: string;
  /** How many replies each article has, by slug. */
  commentCounts?: ReadonlyMap<string, number>;
  /** Goes between the heading and the list. */
  children?: ReactNode;
};

/** A list of articles, page by page. */
export function ListPage({
  heading,
  trail,
  list,
  href,
  withTopic = true,
  withLead = false,
  tone,
  commentCounts,
  children,
}: Props) {
  return (
    <div className="list">
      <header className={tone}>
        {trail && <Breadcrumbs trail={trail} />}
        <h1>{heading}</h1>
        {children}
        <p className="meta">
          {messages.lists.articles(list.total)}
          {list.pages > 1 && ` · ${messages.lists.page(list.number, list.pages)}`}
        </p>
      </header>
      {list.items.map((article, place) => (
        <Story
          key={article.slug}
          article={article}
          form={withLead && list.number === 1 && place === 0 ? 'lead' : 'row'}
          withTopic={withTopic}
          level={2}
          commentCount={commentCounts?.get(article.slug)}
        />
      ))}
      <Pagination number={list.number} pages={list.pages} href={href} />
    </div>
  );
}
