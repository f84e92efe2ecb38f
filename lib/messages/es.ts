import type { Messages } from './en.ts';
import { numbersOf } from './numbers.ts';

const { number, tenths, plural, counted } = numbersOf('es');

export const es: Messages = {
  numbers: { number, tenths },

  dates: {
    time: (time) => time,
    moment: (day, time) => `${day}, ${time}`,
  },

  frame: {
    home: 'Portada',
    breadcrumbs: 'Ruta de navegación',
    skip: 'Ir al contenido',
    banner: 'Aviso sobre este sitio',
    updated: (when) => ['Actualizado: ', when],
    sections: 'Secciones',
    latest: 'Últimas noticias',
    search: 'Buscar',
    about: 'Sobre este sitio',
  },

  lists: {
    articles: (count) => counted(count, { one: 'artículo', other: 'artículos' }),
    minutes: (count) => `${number(count)} min de lectura`,
    page: (page, pages) => `página ${page} de ${pages}`,
    pageTitle: (title, page) => `${title}, página ${page}`,
    pages: 'Páginas de esta lista',
    pageLink: (page) => `Página ${page}`,
    newer: 'Más recientes',
    older: 'Anteriores',
    recent: 'Publicaciones recientes',
    all: 'Todos los artículos',
    trending: 'Tendencias',
    today: 'Lo más leído hoy',
    now: 'Ahora mismo',
    newest: 'Lo más nuevo',
    counted: {
      over: (hours, when) => [`Lectores de ${number(hours)} horas, contados a las `, when],
      now: (when) => ['Lectores de esta hora, contados a las ', when],
    },
    latest: 'Últimas noticias',
    latestOf: (site) => `Todos los artículos de ${site}, los más recientes primero.`,
    topics: 'Temas',
    topicsOf: (site) => `Los temas de los que escribe ${site}, con el número de artículos de cada uno.`,
    tags: 'Etiquetas',
    tagsOf: (site) => `Las etiquetas de ${site}, con el número de artículos de cada una.`,
    tagged: (site, tag) => `Artículos de ${site} con la etiqueta «${tag}», los más recientes primero.`,
    writtenBy: (author, site) => `Artículos de ${author} para ${site}, los más recientes primero.`,
    authors: 'Autores',
    authorsOf: (site) => `Quién escribe para ${site}.`,
    archive: 'Archivo',
    archiveOf: (site) => `Todos los artículos de ${site} por año y mes.`,
    month: (site, month) => `Lo que ${site} publicó en ${month}, día a día.`,
    days: 'Día a día',
  },

  article: {
    share: 'Compartir: ',
    copyLink: 'Copiar enlace',
    linkCopied: 'Enlace copiado',
    email: 'Correo',
    otherWays: 'Más…',
    by: (names) => ['Por ', names],
    published: (when) => ['Publicado el ', when],
    updated: (when) => ['Actualizado el ', when],
    contents: 'Contenido',
    disclaimer: 'Leer el aviso',
    brief: (report) => ['En breve. La información completa: ', report],
    corrections: (count) => plural(count, { one: 'Corrección', other: 'Correcciones' }),
    checked: (by, on, due) => [
      `Revisado por ${by} el `,
      on,
      ...(due === undefined ? [] : ['; próxima revisión antes del ', due]),
      '.',
    ],
    sources: 'Fuentes',
    read: (when) => ['consultado el ', when],
    tags: 'Etiquetas',
    author: (name) => `Sobre ${name}`,
    neighbours: 'Artículo anterior y siguiente',
    previous: 'Anterior',
    next: 'Siguiente',
    others: 'Otros artículos',
    gone: 'Este artículo ya no está aquí',
    withdrawn: 'Este artículo ha sido retirado',
    goneText: 'Se publicó aquí; su plazo ha terminado o fue retirado.',
    series: (name) => `Serie: ${name}`,
    related: 'Le puede interesar',
  },

  text: {
    done: 'Hecho',
    notDone: 'Pendiente',
    table: 'Tabla',
    tableOf: (columns) => `Tabla: ${columns}`,
    source: (place) => `Fuente ${place}`,
    notes: 'Notas',
    backToText: (place) => `Volver a la referencia ${place}`,
  },

  search: {
    title: 'Buscar',
    titleOf: (query) => `Búsqueda: ${query}`,
    description: (site) => `Busque en todos los artículos de ${site}.`,
    name: (site) => `Búsqueda en ${site}`,
    label: 'Buscar en el sitio',
    submit: 'Buscar',
    hint: 'Las comillas mantienen juntas las palabras; un signo menos delante de una palabra la excluye.',
    topic: 'Tema',
    anyTopic: 'Todos los temas',
    tag: 'Etiqueta',
    anyTag: 'Cualquier etiqueta',
    author: 'Autor',
    anyAuthor: 'Todos los autores',
    from: 'Desde',
    until: 'Hasta',
    anyYear: 'Cualquier año',
    order: 'Orden',
    bestFirst: 'Más relevantes',
    newestFirst: 'Más recientes primero',
    pending: (count) =>
      `La búsqueda se está preparando: aún ${plural(count, { one: 'falta', other: 'faltan' })} ${counted(count, { one: 'artículo', other: 'artículos' })}.`,
    found: (count, query) =>
      count === 0
        ? `Ningún artículo para «${query}»`
        : `${counted(count, { one: 'artículo', other: 'artículos' })} para «${query}»`,
    foundMore: (weighed, query) =>
      `Más de ${number(weighed - 1)} artículos para «${query}»; se han valorado los ${number(weighed)} más recientes`,
    meant: (words) => ['¿Quiso decir ', words, '?'],
    noneFound: (links) => [
      'Deben aparecer todas las palabras, así que con menos palabras encontrará más. ',
      ...(links.everywhere
        ? [links.everywhere('Busque en todos los temas y años'), ' o consulte ']
        : ['Consulte ']),
      links.topics('los temas'),
      ', ',
      links.tags('las etiquetas'),
      ' o ',
      links.archive('el archivo'),
      '.',
    ],
  },

  trending: {
    description: (site) =>
      `Lo que los lectores de ${site} leen ahora, hoy y más de lo habitual, y cómo se cuenta.`,
    standfirst: 'Lo que se lee más de lo habitual, hoy y en este momento.',
    counted: (when) => ['Último recuento: ', when],
    away: 'Los recuentos no están disponibles en este momento.',
    howTrending: (hours, halvedEvery) =>
      `Visitas de las últimas ${hours} horas. Cada una pesa la mitad a las ${halvedEvery} horas, y la suma se divide entre lo que cabía esperar según el ritmo del propio artículo en los últimos siete días, más uno. Así, un artículo que se lee siempre no se queda arriba para siempre.`,
    howToday: (hours) => `Los más vistos de las últimas ${hours} horas.`,
    howNow: 'Los más vistos de la hora en curso.',
    tooFewReaders: 'Aún no hay suficientes lectores.',
    article: 'Artículo',
    readers: 'Lectores',
    timesUsual: 'Veces lo habitual',
    how: 'Cómo se cuentan las visitas',
    counting: (visitors, visitorsOfTrending) =>
      `Un artículo que estuvo a la vista cinco segundos, o por el que se desplazó el lector, cuenta como una visita; el mismo visitante y artículo, una vez al día. Para las listas, cada red cuenta una vez por artículo y día, se llamen como se llamen sus navegadores, de modo que nadie puede comprar por sí solo un puesto en ellas. Un artículo necesita ${visitors} de ellas para entrar en una lista y ${visitorsOfTrending} para ser tendencia. Las listas se rehacen cada minuto. No se cuentan los robots, las páginas que un navegador carga por adelantado ni los lectores cuyo navegador pide que no se les rastree.`,
    privacy:
      'No se guarda ninguna dirección ni ninguna cookie. Para distinguir una segunda visita de la primera, el sitio guarda un hash con clave de la dirección, el navegador y el artículo, y destruye la clave de cada día en un plazo de 48 horas.',
    feed: (link) => [
      'Lo que los lectores dicen bajo los artículos está en un ',
      link('canal con todos los comentarios'),
      '.',
    ],
    chart: (most) =>
      `Visitas de las últimas 24 horas, por horas; la barra más alta es de ${plural(most, { one: 'una visita', other: `${number(most)} visitas` })}.`,
    table: 'Lo mismo en una tabla',
    hour: 'Desde las',
    views: 'Visitas',
  },

  comments: {
    heading: 'Comentarios',
    count: (count) => counted(count, { one: 'comentario', other: 'comentarios' }),
    more: (count) => plural(count, { one: 'Una respuesta más', other: `${number(count)} respuestas más` }),
    leave: 'Escriba un comentario',
    oldestFirst: 'Más antiguos primero',
    newestFirst: 'Más recientes primero',
    earlier: 'Anteriores',
    later: 'Posteriores',
    feed: 'Canal',
    feedOf: (title) => `${title}: comentarios`,
    feedDescription: 'Lo que dicen los lectores, lo más reciente primero.',
    feedEntry: (name, article) => `${name} en «${article}»`,
    away: 'Los comentarios no están disponibles en este momento. Inténtelo de nuevo dentro de unos minutos.',
    closed: 'Los comentarios están cerrados.',
    gone: 'Este comentario ya no está.',
    answers: (name) => `a ${name}`,
    edited: 'editado',
    reply: 'Responder',
    replyTo: (name) => `Responder a ${name}`,
    aComment: 'un comentario',
    replyUnder: (name, article) => `Una respuesta a ${name} en «${article}».`,
    repliesTo: 'Comentarios sobre',
    titleOfReplies: (article) => `Comentarios sobre «${article}»`,
    aboutReplies: (article) => `Lo que dicen los lectores sobre «${article}».`,
    writeTo: 'Comentario sobre',
    titleOfForm: (article) => `Comentario sobre «${article}»`,
    preview: 'Vista previa',
    notSent: 'aún sin enviar',
  },

  commentForm: {
    required: (star) => [
      'Su dirección de correo no se publicará. Los campos obligatorios están marcados con ',
      star,
    ],
    comment: 'Comentario',
    name: 'Nombre',
    email: 'Correo electrónico',
    remember: 'Recordarme con una cookie, para que mis próximos comentarios no tengan que esperar',
    trap: 'Deje esto vacío',
    send: 'Publicar comentario',
    preview: 'Vista previa',
    firstWaits: 'La redacción lee el primer comentario antes de que aparezca.',
  },

  ownComment: {
    title: 'Su comentario',
    states: {
      published: 'Su comentario está publicado.',
      held: 'Gracias. La redacción lee su comentario antes de que aparezca; nadie más puede verlo todavía.',
      spam: 'Su comentario no se muestra.',
      deleted: 'Su comentario no se muestra: la redacción lo ha retirado.',
      withdrawn: 'Ha eliminado su comentario. Su texto y su nombre ya no están.',
    },
    see: 'Verlo publicado.',
    key: 'La dirección de esta página es la llave de su comentario. Guárdela y no se la enseñe a nadie: quien la tenga puede eliminar el comentario.',
    change: 'Cambiarlo',
    until: (when) => [
      'Hasta las ',
      when,
      '. Un comentario que la redacción ha publicado vuelve a esperar tras un cambio.',
    ],
    save: 'Guardar el cambio',
    delete: 'Eliminarlo',
    final: 'No se puede deshacer.',
    deleteNow: 'Eliminar mi comentario',
  },

  refusals: {
    malformed: 'El formulario no llegó como lo envía la página. Envíelo de nuevo.',
    'token-forged': 'El formulario no pertenece a este artículo. Envíelo de nuevo desde aquí.',
    'token-early': 'Nadie escribe tan deprisa. Envíelo de nuevo dentro de un momento.',
    'token-late': 'La página estuvo abierta más de dos días. Envíelo de nuevo.',
    trap: 'Se rellenó un campo oculto. Si lo hizo su navegador, déjelo vacío.',
    'name-missing': 'Indique un nombre.',
    'name-long': (characters) => `Un nombre puede tener ${characters} caracteres como máximo.`,
    'email-missing': 'Indique una dirección de correo. No se publicará.',
    'email-wrong': 'Esto no es una dirección de correo.',
    'text-missing': 'Escriba un comentario.',
    'text-long': (characters, lines) =>
      `Un comentario puede tener ${characters} caracteres en ${lines} líneas como máximo.`,
    twice: 'Esto ya se ha dicho aquí con las mismas palabras.',
    'too-soon': 'Espere 15 segundos entre dos comentarios.',
    'too-many-a-minute': 'No más de dos comentarios por minuto, por favor.',
    'too-many-nearby': 'Acaban de llegar muchos comentarios desde su red. Inténtelo de nuevo más tarde.',
    'too-many-a-day': 'No más de 20 comentarios al día, por favor.',
    crowded:
      'Hay tantos comentarios a la espera de la redacción que ahora no se aceptan más. Inténtelo de nuevo más tarde.',
    closed: 'Los comentarios de este artículo están cerrados.',
    'parent-gone': 'El comentario al que responde ya no está.',
    'not-yours': 'Este enlace no pertenece a ningún comentario.',
    'edit-often': 'Un comentario se puede cambiar diez veces. Todavía puede eliminarlo.',
    'edit-late': 'Un comentario se puede cambiar durante 15 minutos. Todavía puede eliminarlo.',
  },

  away: {
    textKept:
      'Los comentarios no están disponibles en este momento y no se ha guardado nada. Lo que escribió sigue aquí: envíelo de nuevo dentro de unos minutos.',
    goBack:
      'Los comentarios no están disponibles en este momento y no se ha guardado nada. Vuelva atrás e inténtelo de nuevo dentro de unos minutos.',
    mayBeSaved:
      'La respuesta ha tardado demasiado: puede que su texto se haya guardado o puede que no. Sigue aquí: si lo envía de nuevo, una segunda copia se rechazará.',
    mayBeDone:
      'La respuesta ha tardado demasiado: puede que lo que envió se haya hecho o puede que no. Vuelva atrás, compruébelo e inténtelo de nuevo dentro de unos minutos.',
    busy: 'En este momento llegan demasiados formularios y no se ha guardado nada. Envíe el suyo de nuevo en unos segundos.',
    signIn:
      'No se puede iniciar sesión mientras los comentarios no están disponibles. Inténtelo de nuevo dentro de unos minutos.',
  },

  signIn: {
    closed:
      'Cerrado. El sitio no tiene contraseña para moderadores: defina MODERATOR_PASSWORD y vuelva a iniciarlo.',
    name: 'Su nombre, para el registro',
    password: 'Contraseña',
    submit: 'Iniciar sesión',
    refusals: {
      closed: 'La moderación está cerrada: el sitio no tiene contraseña para ella.',
      wrong: 'Esa no es la contraseña.',
      'name-missing': 'Indique el nombre con el que el registro guarda lo que decide.',
    },
    tooManyTries: (minutes) =>
      `Demasiadas contraseñas incorrectas. Inténtelo de nuevo dentro de ${plural(minutes, { one: 'un minuto', other: `${number(minutes)} minutos` })}.`,
  },

  moderation: {
    title: 'Moderación',
    session: (name, ends) => [`${name}, hasta las `, ends],
    log: 'El registro',
    titleOfLog: 'Moderación: el registro',
    signOut: 'Cerrar sesión',
    states: {
      held: 'en espera',
      published: 'publicado',
      spam: 'spam',
      deleted: 'eliminado',
      withdrawn: 'retirado',
      all: 'todos',
    },
    byState: 'Comentarios por estado',
    acts: { publish: 'publicar', hold: 'retener', spam: 'spam', delete: 'eliminar', undo: 'deshacer' },
    actsOn: {
      publish: (name) => `publicar el comentario de ${name}`,
      hold: (name) => `retener el comentario de ${name}`,
      spam: (name) => `marcar como spam el comentario de ${name}`,
      delete: (name) => `eliminar el comentario de ${name}`,
      undo: (name) => `deshacer la decisión sobre el comentario de ${name}`,
    },
    findLabel: 'Buscar en nombres y textos',
    find: 'Buscar',
    under: (article) => `En «${article}»`,
    allArticles: 'Todos los artículos',
    comments: (count) => counted(count, { one: 'comentario', other: 'comentarios' }),
    why: 'Motivo, para el registro',
    tickAll: 'Marcar todos',
    tickNone: 'No marcar ninguno',
    didNothing:
      'No se ha cambiado nada: los comentarios ya están en ese estado, o sus autores u otro moderador los han cambiado entretanto.',
    did: {
      publish: (count) =>
        `${counted(count, { one: 'comentario publicado', other: 'comentarios publicados' })}.`,
      hold: (count) => `${counted(count, { one: 'comentario retenido', other: 'comentarios retenidos' })}.`,
      spam: (count) =>
        `${counted(count, { one: 'comentario marcado como spam', other: 'comentarios marcados como spam' })}.`,
      delete: (count) =>
        `${counted(count, { one: 'comentario eliminado', other: 'comentarios eliminados' })}.`,
      undo: (count) => `Deshecho en ${counted(count, { one: 'comentario', other: 'comentarios' })}.`,
    },
    ticked: 'Con todos los marcados:',
    crowd: (hour) =>
      `En la última hora ${plural(hour, { one: 'llegó', other: 'llegaron' })} ${counted(hour, { one: 'comentario', other: 'comentarios' })}. Hasta que haya más calma se rechazan los que tendrían que esperar aquí; los lectores de confianza pueden seguir comentando.`,
    wrongPasswords: (tries, senders) =>
      `${counted(tries, { one: 'contraseña incorrecta', other: 'contraseñas incorrectas' })} de ${counted(senders, { one: 'remitente', other: 'remitentes' })} en el último día. Cada remitente debe esperar más después de cada intento; a este navegador no le afecta.`,
    triesOf: (tries, sender, last) => [`${number(tries)} de ${sender}, la última el `, last],
    knownBrowser: 'un navegador que ya había iniciado sesión',
    nameless: 'una persona cuyo nombre ya no consta',
    deletedName: 'un nombre eliminado',
    on: (article) => ['en ', article],
    allUnderIt: 'todos los de ahí',
    answers: (name) => `Responde a ${name}:`,
    verdict: (state, by, why, when) => [`${state}, por ${by}${why && ` (${why})`}, el `, when, '. '],
    judges: {
      screening: 'el filtro',
      author: 'su autor',
      moderator: (name) => `moderación: ${name}`,
    },
    sameEmail: (counts) => `Mismo correo: ${counts}.`,
    sameSender: (address, counts) =>
      `Mismo remitente${address === undefined ? '' : ` (${address})`}: ${counts}.`,
    noneKnown: 'ninguno conocido',
    when: 'Cuándo',
    who: 'Quién',
    what: 'Qué',
    whyColumn: 'Por qué',
  },

  doubts: {
    first: 'primer comentario',
    otherName: 'otro nombre que antes',
    tooMany: (count) => `más de ${counted(count, { one: 'comentario', other: 'comentarios' })} al día`,
    taken: (name) => `se parece a «${name}», un nombre de la redacción`,
    deceptive: 'un nombre con letras mezcladas o que se confunden',
    links: (count) => counted(count, { one: 'enlace', other: 'enlaces' }),
    linkForName: 'un enlace como nombre',
    says: (words) => `dice «${words}»`,
    changed: 'cambiado por su autor',
    undone: 'deshecho',
  },

  offices: [
    'admin',
    'administrador',
    'administradora',
    'editor',
    'editora',
    'moderador',
    'moderadora',
    'redacción',
    'redactor',
    'redactora',
    'webmaster',
  ],

  notFound: {
    title: 'No encontrado',
    heading: 'No hay ninguna página en esta dirección',
    text: 'Puede que se haya movido o que la dirección esté mal escrita. Búsquela, o empiece por lo más reciente.',
  },

  errors: {
    failed: {
      title: 'Algo ha salido mal',
      heading: 'No se ha podido crear esta página',
      text: (home) => [
        'El fallo es nuestro, no suyo, y ha quedado anotado. Inténtelo de nuevo dentro de un momento o vaya a la ',
        home('portada'),
        '.',
      ],
    },
    busy: {
      title: 'El sitio está saturado',
      heading: 'El sitio está saturado',
      text: (home) => [
        'Se han pedido más páginas de las que se pueden crear en este momento. Inténtelo de nuevo dentro de unos segundos o vaya a la ',
        home('portada'),
        '.',
      ],
    },
  },

  card: {
    greek:
      'alfa beta gamma delta épsilon zeta eta theta iota kappa lambda mi ni xi ómicron pi ro sigma sigma tau ípsilon fi ji psi omega',
    '≥': 'al menos ',
    '≤': 'como máximo ',
    '≈': 'cerca de ',
    '≠': 'no es ',
    '→': ' a ',
    '∞': 'infinito',
    '√': 'raíz de ',
    '‰': ' por mil',
    '№': 'N.º ',
  },
};
