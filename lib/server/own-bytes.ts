/**
 * The same bytes with no others in their buffer. What a compressor or a small allocation returns may be a part of a
 * larger piece of memory, which would be kept with it, or go with it to another thread.
 */
export function ownBytes(bytes: Buffer): Buffer<ArrayBuffer> {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.length) return Buffer.from(buffer);
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}
