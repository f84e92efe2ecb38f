import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** The least that Node can do: one body and its headers, sent to every request. */
const [body = '', headers = ''] = process.argv.slice(2);
const bytes = readFileSync(body);
const list: unknown = JSON.parse(readFileSync(headers, 'utf8'));
if (!Array.isArray(list)) throw new Error('The headers are not a list.');
const flat = list.map(String);

createServer((_, response) => {
  response.writeHead(200, flat);
  response.end(bytes);
}).listen(Number(process.env.PORT), 'localhost');
