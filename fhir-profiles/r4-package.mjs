// Makes the FHIR package cache entry hl7.fhir.r4.core#4.0.1 from HL7's bundles of definitions.
// Usage: node r4-package.mjs BUNDLES-DIRECTORY CACHE-DIRECTORY
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [bundles, cache] = process.argv.slice(2);
const target = join(cache, 'hl7.fhir.r4.core#4.0.1', 'package');
mkdirSync(target, { recursive: true });

const written = new Map();
for (const name of [
  'profiles-types', 'profiles-resources', 'profiles-others', 'extension-definitions',
  'valuesets', 'v3-codesystems', 'v2-tables', 'search-parameters',
]) {
  const bundle = JSON.parse(readFileSync(join(bundles, `${name}.json`), 'utf8'));
  for (const { resource } of bundle.entry) {
    const filename = `${resource.resourceType}-${resource.id}.json`;
    if (!resource.id || written.has(filename)) continue;
    writeFileSync(join(target, filename), JSON.stringify(resource));
    const { resourceType, id, url, version, kind, type } = resource;
    // A CodeSystem has a content word of its own, other resources may have an element of that name.
    const content = typeof resource.content === 'string' ? resource.content : undefined;
    written.set(filename, { filename, resourceType, id, url, version, kind, type: typeof type === 'string' ? type : undefined, content });
  }
}

writeFileSync(join(target, '.index.json'), JSON.stringify({ 'index-version': 2, files: [...written.values()] }));
writeFileSync(join(target, 'package.json'), JSON.stringify({
  name: 'hl7.fhir.r4.core',
  version: '4.0.1',
  type: 'Core',
  fhirVersions: ['4.0.1'],
  canonical: 'http://hl7.org/fhir',
  dependencies: {},
}));
