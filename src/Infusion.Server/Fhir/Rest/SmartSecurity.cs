using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Rest;

/// <summary>What the CapabilityStatement says of how a client gets in.</summary>
static class SmartSecurity
{
    const string OAuthUris = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";

    public static CapabilityStatement.SecurityComponent Of(string tokenUrl) => new()
    {
        Service = [new CodeableConcept { Coding = [new Coding("http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR")] }],
        Description = "SMART Backend Services: client_credentials with private_key_jwt (RS384, ES384), system scopes of version 1 and 2.",
        Extension = [new Extension { Url = OAuthUris, Extension = [new Extension("token", new FhirUri(tokenUrl))] }],
    };
}
