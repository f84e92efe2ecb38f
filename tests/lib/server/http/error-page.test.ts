import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { asBefore, asNewsroom } from '../../../support/as-newsroom.ts';

afterEach(asBefore);

async function errorPageOf(changes: object, status: 500 | 503): Promise<string> {
  const { sendErrorPage } = await asNewsroom(
    changes,
    () => import('../../../../lib/server/http/error-page.ts'),
  );
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const end = vi.spyOn(response, 'end');
  sendErrorPage(response, status, {});
  return String(end.mock.calls[0]?.[0]);
}

it.each([
  ['en-US', 503, 'en', 'The site is busy', 'front page'],
  ['en-US', 500, 'en', 'This page could not be made', 'front page'],
  ['de', 503, 'de', 'Die Website ist überlastet', 'Startseite'],
  ['de-AT', 500, 'de', 'Diese Seite konnte nicht erstellt werden', 'Startseite'],
  ['es', 500, 'es', 'No se ha podido crear esta página', 'portada'],
] as const)(
  'the error page of a site in %s for %i is in its language',
  async (language, status, lang, heading, home) => {
    const page = await errorPageOf({ language }, status);
    expect(page).toContain(`<html lang="${lang}"><meta`);
    expect(page).toContain(`<h1>${heading}</h1>`);
    expect(page).toContain(`<a href="/">${home}</a>.</p>`);
  },
);

it('goes from right to left where the language does', async () => {
  expect(await errorPageOf({ language: 'ar' }, 500)).toContain('<html lang="ar" dir="rtl"><meta');
});
