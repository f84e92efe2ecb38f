import { isIP } from 'node:net';

/** Who sends: the unit by which requests, comments and visits are limited. */

/**
 * The part of a network address that identifies one sender. Of IPv4 it is all: carriers put strangers into one /24. Of
 * IPv6 it is the first 64 bits: a household has all addresses under them. An IPv4 address that is written as IPv6 is IPv4.
 * @returns `unknown` for what is no address
 */
export function senderOf(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 4) return bare;
  if (isIP(bare) !== 6) return 'unknown';
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped)
    return [groups[6] ?? 0, groups[7] ?? 0].flatMap((group) => [group >> 8, group & 255]).join('.');
  return `${prefixOf(groups, 4)}::/64`;
}

/**
 * The network that an IPv6 sender is part of: a site gets a /48, which has 65,536 of /64.
 * @param sender as `senderOf` names it
 * @returns undefined for a sender of IPv4, whose neighbours are strangers
 */
export function networkOf(sender: string): string | undefined {
  const [address = '', length] = sender.split('/');
  return length === '64' ? `${prefixOf(groupsOf(address), 3)}::/48` : undefined;
}

function prefixOf(groups: number[], length: number): string {
  const first = groups.slice(0, length).map((group) => group.toString(16));
  return first.join(':');
}

/** The eight numbers of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const first = numbersOf(head);
  if (tail === undefined) return first;
  const last = numbersOf(tail);
  return [...first, ...new Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0), ...last];
}

function numbersOf(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
