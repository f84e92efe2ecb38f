/** Markdown as a tree of elements, whether it was typed as Markdown or as HTML; the excerpt and the page share it. */
export { quotes } from './elements/quotes.ts';
export { safeHtml, TYPED } from './elements/safe-html.ts';
export { textOf } from './elements/text-of.ts';
export { elementsOf } from './elements/typed-html.ts';
