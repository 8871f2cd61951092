/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

// The shell opens without a network; what it shows comes from the server, never from a cache that could be stale.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), {
    denylist: [/^\/(v1|api)\//, /^\/(healthz|readyz|metrics|docs)/],
  }),
);

// The page asks for it after the person said "update now".
self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') void self.skipWaiting();
});

interface Told {
  title: string;
  body: string;
  url: string;
  tag: string;
}

// What the house pushes; a browser takes the permission back from an app that shows nothing.
self.addEventListener('push', (event) => {
  const told = event.data?.json() as Told | undefined;
  if (!told) return;
  const { title, body, url, tag } = told;
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      data: url,
      icon: '/icons/icon-192.png',
    }),
  );
});

/** A page that shows it already comes to the front; another one may hold a half-written form, so a new one opens. */
async function show(path: unknown): Promise<void> {
  const asked = new URL(String(path), self.location.origin);
  const there = asked.origin === self.location.origin ? asked.href : self.location.origin;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = pages.find((page) => page.url === there);
  await (open ? open.focus() : self.clients.openWindow(there));
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data));
});
