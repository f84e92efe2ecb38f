import { connection } from 'next/server';
import { openSearch } from '../../lib/open-search.ts';
import { document } from '../_shared/responses.ts';

export async function GET(): Promise<Response> {
  await connection();
  return document(openSearch(), 'application/opensearchdescription+xml');
}
