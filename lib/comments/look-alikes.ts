/** Which characters look like which of our letters: small ones, i is written l. Pure tables, a string of characters a letter. */

/** Latin letters that Unicode does not decompose: with strokes and hooks, turned, small capitals, and joined ones. */
const LATIN = {
  a: 'ɐɑɒʌᴀᶏᶐⱥꜭꜯꞻꬰꭤ',
  aa: 'ꜳ',
  ae: 'æᴁᴂꞛꬱ',
  ao: 'ꜵ',
  au: 'ꜷ',
  av: 'ꜹꜻ',
  ay: 'ꜽ',
  b: 'ßƀƃƅɓʙᴃᵬᶀꞗꞵꭠ',
  c: 'ƈȼɕʗᴄↄꜿꞓꞔ𝼏𝼝',
  con: 'ꝯ',
  d: '𝼥ðđƌȡɖɗᴅᴆᵭᶁᶑẟꝺꟈ',
  db: 'ȸ',
  dum: 'ꝱ',
  dz: 'ʣʤʥꭦ𝼒𝼙',
  e: 'ꜣꜫǝɇɘəɚɛɜɝɞʚᴇᴈᴟᶒᶓᶔᶕⱸⱻꬲꬳꬴ',
  f: 'ⅎƒᵮᶂꜰꝼꞙꟻꬵ',
  fn: 'ʩ𝼀',
  g: 'ƍǥɠɡɢʛᵷᵹᶃꝿꞡꟑꬶ𝼁𝼂',
  h: 'ħɦɧʜⱨⱶꜧꞕꟶ',
  hv: 'ƕ',
  j: 'ȷɉɟʄʝᴊ',
  k: 'ĸƙʞᴋᶄⱪꝁꝃꝅꞣ𝼃𝼐',
  l: 'ıłꟛ𝼦ƚƛƪǀǁǃȴɨɩɪɫɬɭʅʟᴉᴌᵻᵼᶅᶖⱡꝇꝉꞁꞎꞽꟷꟾꬷꬸꬹ𝼄𝼊𝼑𝼓𝼚',
  le: 'ꭡ',
  ll: 'ỻ',
  ls: 'ʪꝭ',
  lum: 'ꝲ',
  lz: 'ɮʫ𝼅',
  m: 'ɱʍᴍᵯᶆꝳꟺꟽꟿꬺ',
  n: 'ŋ𝼧ƞȵɲɳɴᴎᵰᶇꞑꞥꬻꬼ𝼇𝼔',
  num: 'ꝴ',
  o: 'øɔɵɸʘᴏᴐᴑᴒᴓᴖᴗᶗⱷⱺꝋꝍꟁꬽꬾꬿ𝼛',
  oe: 'œɶᴔꞝꭀꭁꭂꭢ',
  ol: 'ƣ',
  oo: 'ꝏꭃꭄ',
  ou: 'ȣᴕ',
  p: 'þƥƿᴘᵱᵽᶈꝑꝓꝕꝥꝧꟓꟕꟼ',
  q: 'ɋʠꝗꝙꞯ',
  qp: 'ȹ',
  r: '𝼨ɍɹɺɻɼɽɾɿʀʁᴙᴚᵲᵳᶉⱹꝛꞃꞧꭅꭆꭇꭈꭉꭊꭋꭌꭨ𝼈𝼕𝼖',
  rum: 'ꝝꝵꝶ',
  s: 'ꟍ𝼩ƨƽȿʂʃʆᵴᶊᶋᶘẜẝꜱꞅꞩꟊꟗꟙꭍ𝼋𝼌𝼞',
  t: '𝼪ŧƫƭȶʇʈᴛᵵⱦꞇ𝼉𝼍',
  tc: 'ʨ',
  th: 'ᵺ',
  ts: 'ʦʧꭧ𝼗𝼜',
  tum: 'ꝷ',
  tz: 'ꜩ',
  u: 'ʉʊᴜᴝᴞᵾᵿᶙꞹꞿꭎꭏꭒ',
  ue: 'ᵫꞟ',
  ul: 'ꭐꭑ',
  um: 'ꝸ',
  uo: 'ꭣ',
  v: 'ʋᴠᶌỽⱱⱴꝟꝩ',
  vy: 'ꝡ',
  w: 'ɯɰɷᴡⱳꞷꟃ',
  x: 'ᶍꭓꭔꭕꭖꭗꭘꭙ',
  y: 'ƴɏɣɤɥʎʏʮʯỿꭚ𝼆',
  z: 'ƶƹƺƻȝȥɀʐʑʒʓᴢᴣᴤᵶᶎᶚⱬꝣꝫ𝼘',
};

/** Greek and Cyrillic letters. */
const GREEK_AND_CYRILLIC = {
  a: 'αа',
  ae: 'ӕ',
  b: 'βв',
  c: 'ϲсҁҫ',
  d: 'ԁ',
  e: 'εеѐєҽҿ',
  f: 'ғ',
  h: 'һнңҥӈӊ',
  j: 'ј',
  k: 'κкқҝҟҡӄԟ',
  l: 'ιіӏ',
  m: 'м',
  n: 'ηп',
  o: 'οσоѻ',
  p: 'ρрҏ',
  q: 'ԛ',
  r: 'г',
  s: 'ѕ',
  t: 'τтҭԏ',
  u: 'υμ',
  v: 'νѵ',
  w: 'ωѡԝ',
  x: 'χхҳӽӿ',
  y: 'γуүұ',
};

/** Armenian, Cherokee, Coptic and Lisu letters; those that have cases are in their small form. */
const OTHERS = {
  a: 'ꭺⲁꓮ',
  b: 'ꮟᏸᏼⲃꓐ',
  c: 'ꮯⲥꓚ',
  d: 'ꭰꮷꓓ',
  e: 'ꭼⲉꓰ',
  f: 'ꓝ',
  g: 'ցꮐꮆꓖ',
  h: 'հꮋꮒⲏꓧ',
  j: 'յꭻꙇꓙ',
  k: 'ꮶⲕꓗ',
  l: 'լꭵꮮⲓꓡꓲ',
  m: 'ꮇⲙꓟ',
  n: 'ոռⲛꓠ',
  o: 'օꭴꮎꮕꮻⲟꓳ',
  p: 'ꮲⲣꓑ',
  q: 'զ',
  r: 'ꭱꮢꓣ',
  s: 'ꮥꮪꓢ',
  t: 'ꭲⲧꓔ',
  u: 'սꓴ',
  v: 'ꮩꓦ',
  w: 'աꮃꮤⲱꓪ',
  x: 'ⲭꓫ',
  y: 'ꭹꮍⲩꓬ',
  z: 'ꮓꓜ',
};

/** Where 26 characters follow each other that are our letters in a circle, a square, parentheses or a flag. */
const ALPHABETS = [0x249c, 0x1f110, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

const OUR_LETTERS = 'abcdefghljklmnopqrstuvwxyz';

/** The letter that a small letter or a symbol looks like, or several for one that joins them. */
export const LOOK_ALIKES: ReadonlyMap<string, string> = new Map([
  ...[LATIN, GREEK_AND_CYRILLIC, OTHERS].flatMap((table) =>
    Object.entries(table).flatMap(([letters, characters]) =>
      [...characters].map((character): [string, string] => [character, letters]),
    ),
  ),
  ...ALPHABETS.flatMap((first) =>
    [...OUR_LETTERS].map((letter, place): [string, string] => [String.fromCodePoint(first + place), letter]),
  ),
  ['i', 'l'],
]);

/** Digits and signs that stand for letters. */
export const STAND_INS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ '0': 'o', '1': 'l', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
    ...{ '@': 'a', $: 's', '¢': 'c', '€': 'e', '£': 'l', '¥': 'y', '|': 'l', '!': 'l' },
  }),
);

/** Capital letters that look like ours and whose small ones do not. */
export const CAPITALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{
      Α: 'a',
      Β: 'b',
      Ε: 'e',
      Ζ: 'z',
      Η: 'h',
      Ι: 'l',
      Κ: 'k',
      Μ: 'm',
      Ν: 'n',
      Ο: 'o',
      Ρ: 'p',
      Τ: 't',
      Υ: 'y',
    },
    ...{ Χ: 'x', Ϲ: 'c', І: 'l', Ј: 'j', Ѕ: 's' },
  }),
);
