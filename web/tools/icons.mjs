// Draws the PNG icons from public/icons/mark.svg with the Chromium that the browser stories use. Run when the mark
// changes and commit the result: `npm run icons`.
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const svg = await readFile(new URL('../public/icons/mark.svg', import.meta.url), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
// The maskable icon keeps the mark inside the inner 80 % that every launcher shows, on the sand ground.
const sizes = [
  ['icon-180', 180, 0.12, true],
  ['icon-192', 192, 0, false],
  ['icon-512', 512, 0, false],
  ['icon-maskable-512', 512, 0.2, true],
];
for (const [name, size, margin, ground] of sizes) {
  const inner = Math.round(size * (1 - 2 * margin));
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0;display:grid;place-items:center;height:100vh;${ground ? 'background:#fbf7f0' : ''}">` +
      `<img width="${inner}" height="${inner}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"></body>`,
  );
  await page.waitForFunction(() => document.images[0].complete);
  const png = await page.screenshot({ omitBackground: !ground });
  await writeFile(new URL(`../public/icons/${name}.png`, import.meta.url), png);
}
await browser.close();
