// The site's only script, for articles. Every page is whole without it.

// It does not wait for the page, nor the page for it.
if (document.readyState === 'loading')
  await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve));

// The table of contents shows which section is being read: the last one whose heading has come near the top.
const sections = [...document.querySelectorAll('.contents a')].flatMap((link) => {
  const heading = document.getElementById(link.hash.slice(1));
  return heading ? [{ link, heading }] : [];
});

// One that was chosen there is the one that is read, however little of the page is left to scroll.
let chosen;

function mark() {
  const read =
    chosen ??
    sections.filter(({ heading }) => heading.getBoundingClientRect().top < innerHeight * 0.3).at(-1);
  for (const section of sections) {
    if (section === read) section.link.setAttribute('aria-current', 'true');
    else section.link.removeAttribute('aria-current');
  }
}

// Headings that enter or leave the upper part of the window say when to look again.
const watcher = new IntersectionObserver(mark, { rootMargin: '0px 0px -70% 0px' });
for (const section of sections) {
  watcher.observe(section.heading);
  section.link.addEventListener('click', () => {
    chosen = section;
    mark();
  });
}
for (const act of ['wheel', 'touchmove', 'keydown']) addEventListener(act, () => (chosen = undefined), { passive: true });

// Beside the link to mail an article are buttons for what the browser is able to do.
const ways = document.querySelector('.share');
const url = document.querySelector('[rel=canonical]')?.href;

function offer(name, act) {
  const button = document.createElement('button');
  button.textContent = name;
  button.onclick = act;
  ways.append(' ', button);
}

if (ways && navigator.clipboard)
  offer(ways.dataset.copy, async ({ target }) => {
    await navigator.clipboard.writeText(url);
    target.ariaLive = 'polite';
    target.textContent = ways.dataset.copied;
  });
// A reader who closes the sheet again has made no mistake.
if (ways && navigator.share)
  offer(ways.dataset.more, () => navigator.share({ title: document.title, url }).catch(() => {}));

// A view is one when the article was in front of somebody for five seconds, or was scrolled.
const counted = document.querySelector('[data-counted]');
let waiting;

function report() {
  clearTimeout(waiting);
  removeEventListener('scroll', report);
  document.removeEventListener('visibilitychange', wait);
  navigator.sendBeacon('/api/views', counted.dataset.counted);
}

function wait() {
  clearTimeout(waiting);
  if (document.visibilityState === 'visible') waiting = setTimeout(report, 5000);
}

function watch() {
  document.addEventListener('visibilitychange', wait);
  addEventListener('scroll', report, { once: true });
  wait();
}

if (counted && !navigator.globalPrivacyControl) {
  // A page that was loaded ahead is read only when it is shown.
  if (document.prerendering) document.addEventListener('prerenderingchange', watch, { once: true });
  else watch();
}
