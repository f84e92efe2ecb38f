import { describe, it } from 'vitest';
import { readDrawing } from '../../../lib/media/drawing.ts';
import { expectLinear } from '../../support/growing.ts';

const bytes = (text: string) => Buffer.from(text);

describe('the time of readDrawing grows with the drawing, and not with its square', () => {
  it.each<[string, (text: string) => string]>([
    ['before the root', (text) => `${text}<svg width="1" height="1"></svg>`],
    ['in a comment before it', (text) => `<!--${text}--><svg width="1" height="1"></svg>`],
    ['in a document type', (text) => `<!DOCTYPE svg [${text}]><svg width="1" height="1"></svg>`],
    ['in an entity', (text) => `<!DOCTYPE svg [<!ENTITY a "${text}">]><svg width="1" height="1">&a;</svg>`],
    ['among the attributes', (text) => `<svg ${text}></svg>`],
    ['in an attribute', (text) => `<svg viewBox="${text}"></svg>`],
    ['in a length', (text) => `<svg width="${text.slice(1)}"></svg>`],
    ['in it', (text) => `<svg width="1" height="1">${text}</svg>`],
    ['behind it', (text) => `<svg width="1" height="1"></svg>${text}`],
  ])('%s', (_, around) => expectLinear((text) => readDrawing(bytes(around(text)))), 60_000);

  it.each([
    '<!-- -->',
    '<!--',
    '-->',
    '<?a?>',
    '<!ENTITY a "b">',
    '<!ENTITY a "',
    '&a;',
    '</svg>',
    '<svg ',
    'a="b" ',
    "a='",
    '<!-- -->x',
  ])(
    'with many times %j',
    (piece) =>
      expectLinear((text) => {
        const many = piece.repeat(Math.floor(text.length / piece.length));
        readDrawing(bytes(`<svg width="1" height="1"></svg>${many}`));
        readDrawing(bytes(`<svg width="1" height="1">${many}</svg>x`));
        readDrawing(bytes(`${many}<svg width="1" height="1"></svg>`));
        readDrawing(bytes(`<!DOCTYPE svg [${many}]><svg width="1" height="1">&a;&a;</svg>`));
        readDrawing(bytes(`<svg ${many}></svg>`));
      }),
    60_000,
  );
});
