import { urls } from '../lib/urls.ts';

/** A plain form that works without script; `id` tells two of them on one page apart. */
export function SearchForm({ id, query = '' }: { id: string; query?: string }) {
  return (
    <search>
      <form className="search" action={urls.search()}>
        <label htmlFor={id}>Search the site</label>
        <input id={id} name="q" type="search" defaultValue={query} maxLength={200} autoComplete="off" />
        <button type="submit">Search</button>
      </form>
    </search>
  );
}
