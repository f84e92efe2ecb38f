import type { Viewport } from 'next';
import { site } from '../lib/site.ts';
import { Frame } from './_shared/document.tsx';

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: site.colours.light.paper },
    { media: '(prefers-color-scheme: dark)', color: site.colours.dark.paper },
  ],
};

export const metadata = { icons: { icon: '/emblem.svg', apple: '/icon.png' } };

export default Frame;
