import type { ReactNode } from 'react';
import { SpeculationRules } from '../../components/enhancements.tsx';
import { Masthead } from '../../components/masthead.tsx';
import { SiteFooter } from '../../components/site-footer.tsx';
import { Theme } from '../../components/theme.tsx';
import { directionOf } from '../../lib/language.ts';
import { messages } from '../../lib/messages.ts';
import { pathOfPage } from '../../lib/page-notes.ts';
import { site } from '../../lib/site.ts';
import { urls } from '../../lib/urls.ts';
import { getCatalog } from './data.ts';
// In the order in which they count.
import '../styles/typeface.css';
import '../styles/base.css';
import '../styles/layout.css';
import '../styles/stories.css';
import '../styles/article.css';
import '../styles/print.css';
import '../styles/comments.css';

/** A document goes from left to right unless it says otherwise. */
const DIRECTION = directionOf(site.language) === 'rtl' ? 'rtl' : undefined;

/** The document around what a page shows. */
export async function Frame({ children }: { children: ReactNode }) {
  const { catalog } = await getCatalog();
  return (
    <html lang={site.language} dir={DIRECTION}>
      <head>
        <Theme />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          href={urls.openSearch()}
          title={site.name}
        />
      </head>
      <body>
        <a className="skip" href="#main">
          {messages.frame.skip}
        </a>
        <Masthead
          path={pathOfPage()}
          lastChange={catalog.lastChange()}
          hasDisclaimer={site.banner !== undefined && catalog.leadsSomewhere(site.banner.link.href)}
        />
        <main id="main">{children}</main>
        <SiteFooter links={site.footer.filter(({ href }) => catalog.leadsSomewhere(href))} />
        <SpeculationRules />
      </body>
    </html>
  );
}
