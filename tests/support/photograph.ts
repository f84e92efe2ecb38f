import sharp, { type Sharp } from 'sharp';

/** A picture with a different colour in each quarter, which no encoder makes into nothing. */
export function photograph(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3);
  for (let place = 0; place < width * height; place++) {
    const x = place % width;
    const y = Math.floor(place / width);
    pixels[place * 3] = x < width / 2 ? 200 : 40;
    pixels[place * 3 + 1] = y < height / 2 ? 180 : 60;
    pixels[place * 3 + 2] = (x * 7 + y * 13) % 256;
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}
