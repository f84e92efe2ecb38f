/**
 * The security headers of every response. A public page has no script inside it, so the policy allows none there; styles
 * travel inside the page.
 * @param url the site's address; over https the headers ask browsers to stay on https
 */
export function securityHeaders(url: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self' 'inline-speculation-rules'",
    "style-src 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    ...(url.startsWith('https:') && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  };
}
