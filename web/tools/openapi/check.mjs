// Fails when the committed types are not those of the contract, or were edited by hand. Needs no generator, so that
// every build can afford it: the file carries the digests of the contract it came from and of its own body.
import { existsSync, readFileSync } from 'node:fs';
import { bodyOf, CONTRACT, GENERATED, seal } from './seal.mjs';

const stale = (why) => {
  console.error(`src/api/generated/schema.ts ${why}\nRun: npm run gen`);
  process.exit(1);
};
// The app alone (a source package without the contracts folder) builds from what was committed.
if (!existsSync(CONTRACT)) process.exit(0);
if (!existsSync(GENERATED)) stale('is missing.');
const found = readFileSync(GENERATED, 'utf8');
if (found !== seal(readFileSync(CONTRACT, 'utf8'), bodyOf(found))) stale('is not what contracts/openapi.json gives.');
