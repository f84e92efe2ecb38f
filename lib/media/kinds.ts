/** What a file of `content/media` is, by the end of its name. */

/** Pictures that browsers show. */
const PICTURES: Record<string, string> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.apng': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jpe': 'image/jpeg',
  '.jfif': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};

/** Pictures that browsers do not show, or not all of them. */
const OTHER_PICTURES = new Set(
  ['.tif', '.tiff', '.bmp', '.heic', '.heif', '.jp2', '.jxl', '.ico', '.psd', '.eps', '.ai', '.svgz'].concat([
    '.cr2',
    '.nef',
    '.arw',
    '.dng',
    '.raw',
  ]),
);

/** Other files that readers may be led to. What a browser might run, or cannot show, is a download. */
const FILES: Record<string, { type: string; isDownload?: true }> = {
  '.pdf': { type: 'application/pdf' },
  '.mp3': { type: 'audio/mpeg' },
  '.m4a': { type: 'audio/mp4' },
  '.aac': { type: 'audio/aac' },
  '.ogg': { type: 'audio/ogg' },
  '.oga': { type: 'audio/ogg' },
  '.opus': { type: 'audio/ogg' },
  '.wav': { type: 'audio/wav' },
  '.flac': { type: 'audio/flac' },
  '.mp4': { type: 'video/mp4' },
  '.m4v': { type: 'video/mp4' },
  '.mov': { type: 'video/quicktime' },
  '.webm': { type: 'video/webm' },
  '.ogv': { type: 'video/ogg' },
  '.txt': { type: 'text/plain; charset=utf-8' },
  '.vtt': { type: 'text/vtt; charset=utf-8' },
  '.srt': { type: 'text/plain; charset=utf-8' },
  '.csv': { type: 'text/csv; charset=utf-8', isDownload: true },
  '.tsv': { type: 'text/tab-separated-values; charset=utf-8', isDownload: true },
  '.md': { type: 'text/markdown; charset=utf-8', isDownload: true },
  '.json': { type: 'application/json', isDownload: true },
  '.geojson': { type: 'application/geo+json', isDownload: true },
  '.html': { type: 'text/html; charset=utf-8', isDownload: true },
  '.htm': { type: 'text/html; charset=utf-8', isDownload: true },
  '.xhtml': { type: 'application/xhtml+xml', isDownload: true },
  '.xml': { type: 'application/xml', isDownload: true },
  '.zip': { type: 'application/zip', isDownload: true },
  '.gz': { type: 'application/gzip', isDownload: true },
  '.epub': { type: 'application/epub+zip', isDownload: true },
  '.rtf': { type: 'application/rtf', isDownload: true },
  '.doc': { type: 'application/msword', isDownload: true },
  '.docx': {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    isDownload: true,
  },
  '.xls': { type: 'application/vnd.ms-excel', isDownload: true },
  '.xlsx': { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', isDownload: true },
  '.ppt': { type: 'application/vnd.ms-powerpoint', isDownload: true },
  '.pptx': {
    type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    isDownload: true,
  },
  '.odt': { type: 'application/vnd.oasis.opendocument.text', isDownload: true },
  '.ods': { type: 'application/vnd.oasis.opendocument.spreadsheet', isDownload: true },
  '.ics': { type: 'text/calendar; charset=utf-8', isDownload: true },
};

/** Its own keys alone: an object also knows `__proto__`. */
const own = <Value>(table: Record<string, Value>, key: string) =>
  Object.hasOwn(table, key) ? table[key] : undefined;

export const pictureType = (name: string) => own(PICTURES, endOf(name));
export const fileType = (name: string) => own(FILES, endOf(name));
export const isOtherPicture = (name: string) => OTHER_PICTURES.has(endOf(name));

/** The end of a name from its last full stop on, in small letters; empty when it has none. */
export function endOf(name: string): string {
  return /\.[^./]*$/.exec(name)?.[0].toLowerCase() ?? '';
}
