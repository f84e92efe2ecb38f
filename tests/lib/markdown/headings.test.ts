import { describe, expect, it } from 'vitest';
import { html, reasons, render } from '../../support/rendering.ts';

describe('headings', () => {
  const ids = async (markdown: string) => (await render(markdown)).headings.map(({ id }) => id);

  it('of the second and third level are listed', async () => {
    expect((await render('## One\n\n### Two\n\n#### Three')).headings).toEqual([
      { id: 'one', text: 'One', depth: 2 },
      { id: 'two', text: 'Two', depth: 3 },
    ]);
  });

  it('have ids, also those below', async () => {
    expect(await html('## One\n\n#### Deep down')).toBe(
      '<h2 id="one">One</h2>\n<h4 id="deep-down">Deep down</h4>',
    );
  });

  it('of the first level become the second, and are named', async () => {
    expect(await html('# One')).toBe('<h2 id="one">One</h2>');
    expect(await reasons('# One')).toEqual([
      'A heading of the first level is the headline, which the page has already',
    ]);
  });

  it('of one name have numbers', async () => {
    expect(await ids('## A\n\n## A\n\n## A')).toEqual(['a', 'a-2', 'a-3']);
  });

  it('do not take a number that another has', async () => {
    expect(await ids('## A-2\n\n## A\n\n## A')).toEqual(['a-2', 'a', 'a-3']);
  });

  it.each([
    ...['main', 'contents', 'sources', 'corrections', 'comments', 'related', 'top', 'recent'],
    ...['contents-heading', 'sources-heading', 'corrections-heading', 'related-heading', 'recent-heading'],
  ])('do not take the id %s, which the page has', async (id) => {
    expect(await ids(`## ${id.replace('-', ' ')}`)).toEqual([`${id}-2`]);
  });

  it('do not take the id of a source', async () => {
    expect(await ids('## Source 1')).toEqual(['section-source-1']);
  });

  it('do not take the id of a footnote', async () => {
    const text = await html('## User content fn 1\n\nText.[^1]\n\n[^1]: The note.');
    expect(text.match(/id="user-content-fn-1"/g)).toHaveLength(1);
  });

  it.each(['User content', 'User content fn 2', 'user-content-'])(
    'have an id at once, whatever they are called: %s',
    async (text) => {
      expect(await ids(`## ${text}`)).toHaveLength(1);
    },
  );

  it('without letters have an id all the same', async () => {
    expect(await ids('## …\n\n## ***!***')).toEqual(['section', 'section-2']);
  });

  it('are listed as plain text without citations', async () => {
    expect((await render('## *One* `two` [three](/latest) [1]', 1)).headings).toEqual([
      { id: 'one-two-three', text: 'One two three', depth: 2 },
    ]);
  });

  it('are listed with the quotes that the text has', async () => {
    expect((await render('## It\'s "so"')).headings).toEqual([{ id: 'its-so', text: 'It’s “so”', depth: 2 }]);
  });
});
