// Two clients that others wrote read a session, each in its own way. Prints what they saw as JSON.
import { Client } from 'fhir-kit-client';
import fhirclient from 'fhirclient';

const { BASE: baseUrl, TOKEN: token, PATIENT: patient } = process.env;
const idsOf = (bundle) => (bundle.entry ?? []).filter((entry) => entry.search?.mode !== 'outcome').map((entry) => `${entry.resource.resourceType}/${entry.resource.id}`);

async function withKit() {
  const client = new Client({ baseUrl, bearerToken: token });
  const statement = await client.capabilityStatement();
  const vitals = [];
  for (let page = await client.search({ resourceType: 'Observation', searchParams: { patient, code: '8867-4', _sort: '-date', _count: 3 } }); page; page = await client.nextPage({ bundle: page })) {
    vitals.push(...idsOf(page));
  }

  const posted = await client.resourceSearch({ resourceType: 'Observation', searchParams: { patient, category: 'laboratory' }, options: { postSearch: true } });
  const read = await client.read({ resourceType: 'Patient', id: patient });
  const version = await client.vread({ resourceType: 'Patient', id: patient, version: '1' });
  const history = await client.history({ resourceType: 'Patient', id: patient });
  const everything = await client.operation({ name: 'everything', resourceType: 'Patient', id: patient, method: 'GET' });
  const byPost = await client.operation({ name: 'everything', resourceType: 'Patient', id: patient });
  const compartment = await client.compartmentSearch({ resourceType: 'Procedure', compartment: { resourceType: 'Patient', id: patient } });
  const refused = await client.search({ resourceType: 'Observation', searchParams: { Patient: patient } }).then(() => 'answered', (error) => error.response?.status ?? String(error));
  return {
    fhirVersion: statement.fhirVersion, vitals, posted: idsOf(posted), family: read.name[0].family, version: version.meta.versionId,
    versions: history.entry.length, everything: idsOf(everything).length, byPost: idsOf(byPost).length, compartment: idsOf(compartment), refused,
  };
}

async function withSmart() {
  const client = fhirclient({ headers: {}, url: '/' }, {}, {}).client({ serverUrl: baseUrl, tokenResponse: { access_token: token, patient } });
  const vitals = await client.request(`Observation?patient=${patient}&code=8867-4&_sort=-date&_count=3`, { pageLimit: 0, flat: true });
  const orders = await client.request(`MedicationRequest?patient=${patient}`, { resolveReferences: ['requester', 'encounter'], flat: true });
  return { vitals: vitals.map((each) => `${each.resourceType}/${each.id}`), patient: (await client.patient.read()).id, requester: orders[0].requester.name?.[0]?.family, encounter: orders[0].encounter.status };
}

console.log(JSON.stringify({ kit: await withKit(), smart: await withSmart() }));
