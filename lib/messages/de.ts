import type { Messages } from './en.ts';
import { numbersOf } from './numbers.ts';

const { number, tenths, plural, counted } = numbersOf('de');

export const de: Messages = {
  numbers: { number, tenths },

  dates: {
    time: (time) => `${time} Uhr`,
    moment: (day, time) => `${day}, ${time} Uhr`,
  },

  frame: {
    home: 'Startseite',
    breadcrumbs: 'Pfad',
    skip: 'Zum Inhalt springen',
    banner: 'Hinweis zu dieser Website',
    updated: (when) => ['Stand: ', when],
    sections: 'Ressorts',
    latest: 'Aktuell',
    search: 'Suche',
    about: 'Über diese Website',
  },

  lists: {
    articles: (count) => counted(count, { one: 'Artikel', other: 'Artikel' }),
    minutes: (count) => `${number(count)} Min. Lesezeit`,
    page: (page, pages) => `Seite ${page} von ${pages}`,
    pageTitle: (title, page) => `${title}, Seite ${page}`,
    pages: 'Seiten dieser Liste',
    pageLink: (page) => `Seite ${page}`,
    newer: 'Neuere',
    older: 'Ältere',
    recent: 'Neueste Beiträge',
    all: 'Alle Artikel',
    trending: 'Im Trend',
    today: 'Heute meistgelesen',
    now: 'Gerade gelesen',
    newest: 'Neueste',
    counted: {
      over: (hours, when) => [`Leser aus ${number(hours)} Stunden, gezählt um `, when],
      now: (when) => ['Leser dieser Stunde, gezählt um ', when],
    },
    latest: 'Aktuell',
    latestOf: (site) => `Alle Artikel von ${site}, die neuesten zuerst.`,
    topics: 'Themen',
    topicsOf: (site) => `Worüber ${site} schreibt, mit der Zahl der Artikel zu jedem Thema.`,
    tags: 'Schlagwörter',
    tagsOf: (site) => `Die Schlagwörter von ${site}, mit der Zahl der Artikel zu jedem.`,
    tagged: (site, tag) => `Artikel von ${site} zum Schlagwort „${tag}“, die neuesten zuerst.`,
    writtenBy: (author, site) => `Artikel von ${author} für ${site}, die neuesten zuerst.`,
    authors: 'Autoren',
    authorsOf: (site) => `Wer für ${site} schreibt.`,
    archive: 'Archiv',
    archiveOf: (site) => `Alle Artikel von ${site} nach Jahr und Monat.`,
    month: (site, month) => `Was ${site} im ${month} veröffentlicht hat, Tag für Tag.`,
    days: 'Tag für Tag',
  },

  article: {
    share: 'Teilen: ',
    copyLink: 'Link kopieren',
    linkCopied: 'Link kopiert',
    email: 'E-Mail',
    otherWays: 'Mehr …',
    by: (names) => ['Von ', names],
    published: (when) => ['Veröffentlicht am ', when],
    updated: (when) => ['Aktualisiert am ', when],
    contents: 'Inhalt',
    disclaimer: 'Hinweis lesen',
    brief: (report) => ['Kurz gemeldet. Der ganze Bericht: ', report],
    corrections: (count) => plural(count, { one: 'Korrektur', other: 'Korrekturen' }),
    checked: (by, on, due) => [
      `Geprüft von ${by} am `,
      on,
      ...(due === undefined ? [] : ['; nächste Prüfung bis ', due]),
      '.',
    ],
    sources: 'Quellen',
    read: (when) => ['abgerufen am ', when],
    tags: 'Schlagwörter',
    author: (name) => `Über ${name}`,
    neighbours: 'Voriger und nächster Artikel',
    previous: 'Voriger',
    next: 'Nächster',
    others: 'Weitere Artikel',
    gone: 'Dieser Artikel ist nicht mehr da',
    withdrawn: 'Dieser Artikel wurde zurückgezogen',
    goneText: 'Er ist hier erschienen; seine Zeit ist um, oder er wurde entfernt.',
    series: (name) => `Serie: ${name}`,
    related: 'Das könnte Sie interessieren',
  },

  text: {
    done: 'Erledigt',
    notDone: 'Nicht erledigt',
    table: 'Tabelle',
    tableOf: (columns) => `Tabelle: ${columns}`,
    source: (place) => `Quelle ${place}`,
    notes: 'Fußnoten',
    backToText: (place) => `Zurück zur Textstelle ${place}`,
  },

  search: {
    title: 'Suche',
    titleOf: (query) => `Suche: ${query}`,
    description: (site) => `Alle Artikel von ${site} durchsuchen.`,
    name: (site) => `Suche: ${site}`,
    label: 'Website durchsuchen',
    submit: 'Suchen',
    hint: 'Anführungszeichen halten Wörter zusammen; ein Minus vor einem Wort schließt es aus.',
    topic: 'Thema',
    anyTopic: 'Alle Themen',
    tag: 'Schlagwort',
    anyTag: 'Jedes Schlagwort',
    author: 'Autor',
    anyAuthor: 'Alle Autoren',
    from: 'Von',
    until: 'Bis',
    anyYear: 'Alle Jahre',
    order: 'Reihenfolge',
    bestFirst: 'Beste Treffer',
    newestFirst: 'Neueste zuerst',
    pending: (count) =>
      `Die Suche wird vorbereitet: ${counted(count, { one: 'Artikel fehlt', other: 'Artikel fehlen' })} noch.`,
    found: (count, query) =>
      `${count === 0 ? 'Kein' : number(count)} ${plural(count === 0 ? 1 : count, { one: 'Artikel', other: 'Artikel' })} zu „${query}“`,
    foundMore: (weighed, query) =>
      `Mehr als ${number(weighed - 1)} Artikel zu „${query}“, von denen die neuesten ${number(weighed)} gewichtet sind`,
    meant: (words) => ['Meinten Sie ', words, '?'],
    noneFound: (links) => [
      'Jedes Wort muss vorkommen, mit weniger Wörtern finden Sie mehr. ',
      ...(links.everywhere
        ? [links.everywhere('Suchen Sie in allen Themen und Jahren'), ', oder sehen Sie nach unter ']
        : ['Oder sehen Sie nach unter ']),
      links.topics('Themen'),
      ', ',
      links.tags('Schlagwörter'),
      ' oder ',
      links.archive('Archiv'),
      '.',
    ],
  },

  trending: {
    description: (site) =>
      `Was die Leser von ${site} gerade, heute und mehr als sonst lesen, und wie gezählt wird.`,
    standfirst: 'Was mehr als sonst, was heute und was in diesem Augenblick gelesen wird.',
    counted: (when) => ['Zuletzt gezählt am ', when],
    away: 'Die Zahlen sind zurzeit nicht verfügbar.',
    howTrending: (hours, halvedEvery) =>
      `Aufrufe der letzten ${hours} Stunden. Nach ${halvedEvery} Stunden zählt jeder nur noch halb. Die Summe wird durch das geteilt, was nach dem Durchschnitt der letzten sieben Tage zu erwarten war, plus eins. So steht ein Artikel, der immer gelesen wird, nicht für immer oben.`,
    howToday: (hours) => `Die meisten Aufrufe der letzten ${hours} Stunden.`,
    howNow: 'Die meisten Aufrufe der laufenden Stunde.',
    tooFewReaders: 'Noch zu wenige Leser.',
    article: 'Artikel',
    readers: 'Leser',
    timesUsual: 'Vielfaches des Üblichen',
    how: 'Wie gezählt wird',
    counting: (visitors, visitorsOfTrending) =>
      `Ein Artikel, der fünf Sekunden lang zu sehen war oder in dem gescrollt wurde, zählt als ein Aufruf, für denselben Besucher und Artikel einmal am Tag. Für die Listen zählt jedes Netzwerk je Artikel und Tag einmal, gleich wie seine Browser sich nennen; so kann niemand allein einen Platz erkaufen. Ein Artikel braucht ${visitors} solche Aufrufe für eine Liste und ${visitorsOfTrending} für den Trend. Die Listen entstehen jede Minute neu. Nicht gezählt werden Suchmaschinen und andere Programme, vorab geladene Seiten und Leser, deren Browser darum bittet, nicht verfolgt zu werden.`,
    privacy:
      'Es wird keine Adresse und kein Cookie gespeichert. Um einen zweiten Aufruf vom ersten zu unterscheiden, bewahrt die Website einen mit einem Schlüssel gebildeten Hashwert aus Adresse, Browser und Artikel auf; der Schlüssel jedes Tages wird binnen 48 Stunden vernichtet.',
    feed: (link) => [
      'Was die Leser unter den Artikeln schreiben, steht im ',
      link('Feed aller Kommentare'),
      '.',
    ],
    chart: (most) =>
      `Aufrufe der letzten 24 Stunden, nach Stunden; der höchste Balken steht für ${plural(most, { one: 'einen Aufruf', other: `${number(most)} Aufrufe` })}.`,
    table: 'Dasselbe als Tabelle',
    hour: 'Stunde ab',
    views: 'Aufrufe',
  },

  comments: {
    heading: 'Kommentare',
    count: (count) => counted(count, { one: 'Kommentar', other: 'Kommentare' }),
    more: (count) =>
      plural(count, { one: 'Eine weitere Antwort', other: `${number(count)} weitere Antworten` }),
    leave: 'Kommentar schreiben',
    oldestFirst: 'Älteste zuerst',
    newestFirst: 'Neueste zuerst',
    earlier: 'Frühere',
    later: 'Spätere',
    feed: 'Als Feed',
    feedOf: (title) => `${title}: Kommentare`,
    feedDescription: 'Was die Leser schreiben, das Neueste zuerst.',
    feedEntry: (name, article) => `${name} zu „${article}“`,
    away: 'Die Kommentare sind zurzeit nicht verfügbar. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    closed: 'Die Kommentare sind geschlossen.',
    gone: 'Dieser Kommentar ist nicht mehr da.',
    answers: (name) => `an ${name}`,
    edited: 'bearbeitet',
    reply: 'Antworten',
    replyTo: (name) => `Antwort an ${name}`,
    aComment: 'einen Kommentar',
    replyUnder: (name, article) => `Eine Antwort an ${name} unter „${article}“.`,
    repliesTo: 'Kommentare zu',
    titleOfReplies: (article) => `Kommentare zu „${article}“`,
    aboutReplies: (article) => `Was die Leser über „${article}“ schreiben.`,
    writeTo: 'Kommentar zu',
    titleOfForm: (article) => `Kommentar zu „${article}“`,
    preview: 'Vorschau',
    notSent: 'noch nicht gesendet',
  },

  commentForm: {
    required: (star) => [
      'Ihre E-Mail-Adresse wird nicht veröffentlicht. Pflichtfelder sind mit einem Stern gekennzeichnet: ',
      star,
    ],
    comment: 'Kommentar',
    name: 'Name',
    email: 'E-Mail',
    remember: 'Mit einem Cookie an mich erinnern, damit meine nächsten Kommentare nicht warten müssen',
    trap: 'Bitte leer lassen',
    send: 'Kommentar senden',
    preview: 'Vorschau',
    firstWaits: 'Ihren ersten Kommentar liest die Redaktion, bevor er erscheint.',
  },

  ownComment: {
    title: 'Ihr Kommentar',
    states: {
      published: 'Ihr Kommentar ist veröffentlicht.',
      held: 'Vielen Dank. Die Redaktion liest Ihren Kommentar, bevor er erscheint; bis dahin kann ihn sonst niemand sehen.',
      spam: 'Ihr Kommentar wird nicht gezeigt.',
      deleted: 'Ihr Kommentar wird nicht gezeigt: Die Redaktion hat ihn entfernt.',
      withdrawn: 'Sie haben Ihren Kommentar gelöscht. Sein Text und Ihr Name sind entfernt.',
    },
    see: 'Zum Kommentar',
    key: 'Die Adresse dieser Seite ist der Schlüssel zu Ihrem Kommentar. Bewahren Sie sie auf und zeigen Sie sie niemandem: Wer sie hat, kann den Kommentar löschen.',
    change: 'Ändern',
    until: (when) => [
      'Bis ',
      when,
      '. Ein Kommentar, den die Redaktion freigegeben hat, wartet nach einer Änderung erneut.',
    ],
    save: 'Änderung speichern',
    delete: 'Löschen',
    final: 'Das lässt sich nicht rückgängig machen.',
    deleteNow: 'Meinen Kommentar löschen',
  },

  refusals: {
    malformed: 'Das Formular kam nicht so an, wie die Seite es sendet. Bitte senden Sie es noch einmal.',
    'token-forged':
      'Das Formular gehört nicht zu diesem Artikel. Bitte senden Sie es von hier aus noch einmal.',
    'token-early': 'So schnell tippt niemand. Bitte senden Sie es gleich noch einmal.',
    'token-late': 'Die Seite war mehr als zwei Tage lang offen. Bitte senden Sie es noch einmal.',
    trap: 'Ein verborgenes Feld war ausgefüllt. Wenn das Ihr Browser war, lassen Sie es bitte leer.',
    'name-missing': 'Bitte geben Sie einen Namen an.',
    'name-long': (characters) => `Ein Name darf höchstens ${characters} Zeichen haben.`,
    'email-missing': 'Bitte geben Sie eine E-Mail-Adresse an. Sie wird nicht veröffentlicht.',
    'email-wrong': 'Das ist keine E-Mail-Adresse.',
    'text-missing': 'Bitte schreiben Sie einen Kommentar.',
    'text-long': (characters, lines) =>
      `Ein Kommentar darf höchstens ${characters} Zeichen in ${lines} Zeilen haben.`,
    twice: 'Das steht hier schon mit denselben Worten.',
    'too-soon': 'Bitte warten Sie 15 Sekunden zwischen zwei Kommentaren.',
    'too-many-a-minute': 'Bitte nicht mehr als zwei Kommentare in der Minute.',
    'too-many-nearby':
      'Aus Ihrem Netz sind gerade viele Kommentare gekommen. Bitte versuchen Sie es später noch einmal.',
    'too-many-a-day': 'Bitte nicht mehr als 20 Kommentare am Tag.',
    crowded:
      'Es warten so viele Kommentare auf die Redaktion, dass wir zurzeit keine weiteren annehmen. Bitte versuchen Sie es später noch einmal.',
    closed: 'Die Kommentare zu diesem Artikel sind geschlossen.',
    'parent-gone': 'Den Kommentar, auf den Sie antworten, gibt es nicht mehr.',
    'not-yours': 'Dieser Link gehört zu keinem Kommentar.',
    'edit-often': 'Ein Kommentar lässt sich höchstens zehnmal ändern. Löschen können Sie ihn weiterhin.',
    'edit-late': 'Ein Kommentar lässt sich 15 Minuten lang ändern. Löschen können Sie ihn weiterhin.',
  },

  away: {
    textKept:
      'Die Kommentare sind zurzeit nicht verfügbar, und es wurde nichts gespeichert. Ihr Text steht noch hier: Bitte senden Sie ihn in einigen Minuten noch einmal.',
    goBack:
      'Die Kommentare sind zurzeit nicht verfügbar, und es wurde nichts gespeichert. Bitte gehen Sie zurück und versuchen Sie es in einigen Minuten noch einmal.',
    mayBeSaved:
      'Die Antwort hat zu lange gedauert: Ihr Text wurde vielleicht gespeichert, vielleicht nicht. Er steht noch hier: Wenn Sie ihn noch einmal senden, wird ein zweites Exemplar abgelehnt.',
    mayBeDone:
      'Die Antwort hat zu lange gedauert: Ihr Auftrag wurde vielleicht ausgeführt, vielleicht nicht. Bitte gehen Sie zurück, sehen Sie nach und versuchen Sie es in einigen Minuten noch einmal.',
    busy: 'Im Augenblick kommen zu viele Formulare an, und es wurde nichts gespeichert. Bitte senden Sie Ihres in einigen Sekunden noch einmal.',
    signIn:
      'Solange die Kommentare nicht verfügbar sind, ist keine Anmeldung möglich. Bitte versuchen Sie es in einigen Minuten noch einmal.',
  },

  signIn: {
    closed:
      'Geschlossen. Die Website hat kein Passwort für die Moderation: Setzen Sie MODERATOR_PASSWORD und starten Sie sie neu.',
    name: 'Ihr Name, für das Protokoll',
    password: 'Passwort',
    submit: 'Anmelden',
    refusals: {
      closed: 'Die Moderation ist geschlossen: Die Website hat kein Passwort dafür.',
      wrong: 'Das ist nicht das Passwort.',
      'name-missing': 'Bitte geben Sie den Namen an, unter dem das Protokoll Ihre Entscheidungen führt.',
    },
    tooManyTries: (minutes) =>
      `Zu viele falsche Passwörter. Bitte versuchen Sie es in ${plural(minutes, { one: 'einer Minute', other: `${number(minutes)} Minuten` })} noch einmal.`,
  },

  moderation: {
    title: 'Moderation',
    session: (name, ends) => [`${name}, bis `, ends],
    log: 'Protokoll',
    titleOfLog: 'Moderation: Protokoll',
    signOut: 'Abmelden',
    states: {
      held: 'wartend',
      published: 'veröffentlicht',
      spam: 'Spam',
      deleted: 'gelöscht',
      withdrawn: 'zurückgezogen',
      all: 'alle',
    },
    byState: 'Kommentare nach Status',
    acts: {
      publish: 'freigeben',
      hold: 'zurückstellen',
      spam: 'Spam',
      delete: 'löschen',
      undo: 'rückgängig',
    },
    actsOn: {
      publish: (name) => `Kommentar von ${name} freigeben`,
      hold: (name) => `Kommentar von ${name} zurückstellen`,
      spam: (name) => `Kommentar von ${name} als Spam markieren`,
      delete: (name) => `Kommentar von ${name} löschen`,
      undo: (name) => `Entscheidung zum Kommentar von ${name} rückgängig machen`,
    },
    findLabel: 'In Namen und Texten suchen',
    find: 'Suchen',
    under: (article) => `Unter „${article}“`,
    allArticles: 'Alle Artikel',
    comments: (count) => counted(count, { one: 'Kommentar', other: 'Kommentare' }),
    why: 'Grund, für das Protokoll',
    tickAll: 'Alle ankreuzen',
    tickNone: 'Keinen ankreuzen',
    didNothing:
      'Nichts wurde geändert: Die Kommentare sind schon in diesem Zustand, oder ihre Verfasser oder ein anderer Moderator haben sie inzwischen geändert.',
    did: {
      publish: (count) => `${counted(count, { one: 'Kommentar', other: 'Kommentare' })} veröffentlicht.`,
      hold: (count) => `${counted(count, { one: 'Kommentar', other: 'Kommentare' })} zurückgehalten.`,
      spam: (count) => `${counted(count, { one: 'Kommentar', other: 'Kommentare' })} als Spam markiert.`,
      delete: (count) => `${counted(count, { one: 'Kommentar', other: 'Kommentare' })} gelöscht.`,
      undo: (count) => `Rückgängig gemacht für ${counted(count, { one: 'Kommentar', other: 'Kommentare' })}.`,
    },
    ticked: 'Mit allen angekreuzten:',
    crowd: (hour) =>
      `In der letzten Stunde kamen ${counted(hour, { one: 'Kommentar', other: 'Kommentare' })}. Bis es ruhiger wird, werden solche abgelehnt, die hier warten müssten; vertraute Leser können weiter kommentieren.`,
    wrongPasswords: (tries, senders) =>
      `${counted(tries, { one: 'falsches Passwort', other: 'falsche Passwörter' })} von ${counted(senders, { one: 'Absender', other: 'Absendern' })} innerhalb des letzten Tages. Jeder Absender muss nach jedem Versuch länger warten; dieser Browser wird davon nicht aufgehalten.`,
    triesOf: (tries, sender, last) => [`${number(tries)} von ${sender}, zuletzt am `, last],
    knownBrowser: 'einem Browser, der schon angemeldet war',
    nameless: 'eine nicht mehr genannte Person',
    deletedName: 'ein gelöschter Name',
    on: (article) => ['zu ', article],
    allUnderIt: 'alle dazu',
    answers: (name) => `Antwort auf ${name}:`,
    verdict: (state, by, why, when) => [`${state}, durch ${by}${why && ` (${why})`}, am `, when, '. '],
    judges: {
      screening: 'Vorprüfung',
      author: 'Verfasser',
      moderator: (name) => `Moderation: ${name}`,
    },
    sameEmail: (counts) => `Dieselbe E-Mail: ${counts}.`,
    sameSender: (address, counts) =>
      `Derselbe Absender${address === undefined ? '' : ` (${address})`}: ${counts}.`,
    noneKnown: 'keine bekannt',
    when: 'Wann',
    who: 'Wer',
    what: 'Was',
    whyColumn: 'Warum',
  },

  doubts: {
    first: 'erster Kommentar',
    otherName: 'anderer Name als zuvor',
    tooMany: (count) => `mehr als ${counted(count, { one: 'Kommentar', other: 'Kommentare' })} am Tag`,
    taken: (name) => `sieht aus wie „${name}“, ein Name der Redaktion`,
    deceptive: 'ein Name in gemischten oder verwechselbaren Buchstaben',
    links: (count) => counted(count, { one: 'Link', other: 'Links' }),
    linkForName: 'ein Link als Name',
    says: (words) => `enthält „${words}“`,
    changed: 'vom Verfasser geändert',
    undone: 'rückgängig',
  },

  offices: [
    'admin',
    'administrator',
    'administratorin',
    'chefredaktion',
    'moderation',
    'moderator',
    'moderatorin',
    'redakteur',
    'redakteurin',
    'redaktion',
    'webmaster',
  ],

  notFound: {
    title: 'Nicht gefunden',
    heading: 'Unter dieser Adresse gibt es keine Seite',
    text: 'Vielleicht ist sie umgezogen oder die Adresse ist falsch geschrieben. Suchen Sie danach, oder beginnen Sie mit dem Neuesten.',
  },

  errors: {
    failed: {
      title: 'Etwas ist schiefgegangen',
      heading: 'Diese Seite konnte nicht erstellt werden',
      text: (home) => [
        'Der Fehler liegt bei uns, nicht bei Ihnen, und er ist vermerkt. Bitte versuchen Sie es gleich noch einmal, oder gehen Sie zur ',
        home('Startseite'),
        '.',
      ],
    },
    busy: {
      title: 'Die Website ist überlastet',
      heading: 'Die Website ist überlastet',
      text: (home) => [
        'Es werden mehr Seiten abgerufen, als in diesem Augenblick erstellt werden können. Bitte versuchen Sie es in einigen Sekunden noch einmal, oder gehen Sie zur ',
        home('Startseite'),
        '.',
      ],
    },
  },

  card: {
    greek:
      'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda my ny xi omikron pi rho sigma sigma tau ypsilon phi chi psi omega',
    '≥': 'mindestens ',
    '≤': 'höchstens ',
    '≈': 'etwa ',
    '≠': 'ist nicht ',
    '→': ' zu ',
    '∞': 'unendlich',
    '√': 'Wurzel aus ',
    '‰': ' Promille',
    '№': 'Nr. ',
  },
};
