import type { ReactNode } from 'react';
import { messages } from '../lib/messages.ts';
import { urls } from '../lib/urls.ts';

/** A plain form that works without script; `id` tells two of them on one page apart, `children` are more fields. */
export function SearchForm({
  id,
  query = '',
  children,
}: {
  id: string;
  query?: string;
  children?: ReactNode;
}) {
  return (
    <search>
      <form className="search" action={urls.search()}>
        <label htmlFor={id}>{messages.search.label}</label>
        <input id={id} name="q" type="search" defaultValue={query} maxLength={200} autoComplete="off" />
        <button type="submit">{messages.search.submit}</button>
        {children}
      </form>
    </search>
  );
}
