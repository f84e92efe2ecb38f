import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readDrawing } from '../../../lib/media/drawing.ts';

const NS = 'xmlns="http://www.w3.org/2000/svg"';
const BODY = '<rect width="100" height="50" fill="#ff0000"/>';
const WHOLE = `<svg ${NS} width="100" height="50">${BODY}</svg>`;
const bytes = (text: string) => Buffer.from(text);
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

/** Illustrator's: entities for its namespaces, in a document type longer than programs look. */
const entities = Array.from(
  { length: 30 },
  (_, number) => `<!ENTITY ns_${number} "http://ns.example.org/${number}/">`,
);

describe('a drawing', () => {
  it.each([
    ['plain', bytes(WHOLE)],
    ['behind a long comment', bytes(`<?xml version="1.0"?>\n<!-- ${'Licence. '.repeat(300)}-->\n${WHOLE}`)],
    ['behind a byte order mark', bytes(`\ufeff${WHOLE}`)],
    [
      'with entities',
      bytes(
        `<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd" [\n${entities.join('\n')}\n<!-- ]> -->]>${WHOLE.replace('<svg', '<svg xmlns:x="&ns_1;"')}`,
      ),
    ],
    ['in UTF-16', utf16(`<?xml version="1.0" encoding="UTF-16"?>${WHOLE}`)],
    ['in UTF-16, the other way round', utf16(WHOLE).swap16()],
    ['with commas in its view box', bytes(`<svg ${NS} viewBox="0,0,100,50">${BODY}</svg>`)],
    [
      'with a prefix',
      bytes(
        `<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><svg:rect width="100" height="50" fill="#ff0000"/></svg:svg>`,
      ),
    ],
    [
      'with another prefix',
      bytes(
        `<d:svg xmlns:d="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><d:rect width="100" height="50" fill="#ff0000"/></d:svg>`,
      ),
    ],
    [
      'with a greater-than sign in an attribute',
      bytes(`<svg ${NS} aria-label="a > b" width="100" height="50">${BODY}</svg>`),
    ],
    [
      'with single quotes and blanks',
      bytes(`<svg ${NS} width = '100' height = '50' >${BODY}</svg >\n<!-- end -->\n`),
    ],
  ])('is measured, and can be cut: %s', async (_, drawing) => {
    const read = readDrawing(drawing);
    if (typeof read === 'string') return expect.unreachable(read);
    expect([read.width, read.height]).toEqual([100, 50]);
    expect(read.text.slice(0, 200)).toMatch(/^<[\w:]+ width="100" height="50"/);
  });

  it.each([
    ['width', `width="${'1'.repeat(60_000)}x1" viewBox="0 0 8 4"`],
    ['view box', `width="8" height="4" viewBox="${'0 '.repeat(60_000)}"`],
  ])('does without a %s that is too long for one', (_, attributes) => {
    const read = readDrawing(bytes(`<svg ${NS} ${attributes}>${BODY}</svg>`));
    expect(read).toMatchObject({ width: 8, height: 4 });
  });

  it('without any size is as large as browsers show it, and can be cut', async () => {
    const read = readDrawing(bytes(`<svg ${NS}><rect width="100" height="50"/></svg>`));
    if (typeof read === 'string') return expect.unreachable(read);
    expect(await sharp(Buffer.from(read.text)).metadata()).toMatchObject({ width: 300, height: 150 });
  });

  it.each([
    ['is cut off', WHOLE.slice(0, 60)],
    ['is cut off', `<svg ${NS} width="100`],
    ['has no <svg> element', 'words'],
    ['has no <svg> element', ''],
    ['has no <svg> element', `<!-- ${WHOLE}`],
    ['has no <svg> element', `<!DOCTYPE svg [ ${WHOLE}`],
    ['has no <svg> element', '<html><svg/></html>'],
    ['is of no width or height', `<svg ${NS} width="0" height="0"/>`],
    [
      'has entities that grow without end',
      `<!DOCTYPE svg [<!ENTITY a "${'x'.repeat(5000)}">]><svg ${NS}>${'&a;'.repeat(5000)}</svg>`,
    ],
  ])('%s', (reason, drawing) => {
    expect(readDrawing(bytes(drawing))).toBe(reason);
  });

  it.each([
    ['blanks', ' '.repeat(50_000)],
    ['comments', '<!--'.repeat(20_000)],
    ['quotes', `<svg ${'a="'.repeat(20_000)}`],
    ['a document type', `<!DOCTYPE ${'['.repeat(50_000)}`],
    ['entities', `<!DOCTYPE svg [${'<!ENTITY a '.repeat(10_000)}]><svg/>`],
    ['comments behind it', `<svg/>${'<!--x--> '.repeat(10_000)}x`],
  ])('takes time by its length alone: %s', (_, text) => {
    const time = (drawing: Buffer) => {
      const started = performance.now();
      readDrawing(drawing);
      return performance.now() - started;
    };
    expect(time(bytes(text))).toBeLessThan(500);
    expect(time(bytes(text + text))).toBeLessThan(1000);
  });
});
