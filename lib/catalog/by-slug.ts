import { type Article, LIVE, type Queries } from '../catalog-database.ts';

/** Articles by their slugs. */

/** @returns the live article of that slug */
export function article(queries: Queries, slug: string): Article | undefined {
  return queries.first(`articles WHERE slug = :slug AND ${LIVE}`, { slug });
}

/** @returns the slug of the live article that had this slug before; undefined while a live article has it */
export function aliasTarget(queries: Queries, alias: string): string | undefined {
  if (article(queries, alias)) return undefined;
  const found = queries.row(
    `SELECT slug FROM aliases JOIN articles USING (id) WHERE alias = :alias AND ${LIVE}`,
    { alias },
  );
  return found && String(found.slug);
}
