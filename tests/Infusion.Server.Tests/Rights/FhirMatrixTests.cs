using System.Net;
using System.Security.Cryptography;
using Infusion.Server.Fhir.Rest;
using Infusion.Server.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>Every interaction of the running FHIR endpoint, with every kind of token.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class FhirMatrixTests(WholeServer server)
{
    sealed record Token(string Name, HttpClient Http, HttpStatusCode? Refused, Func<string, bool, bool> Allows);

    /// <summary>One that is the patient, one with a category, one of several, one that is nobody's, one that was never served before, the trail.</summary>
    static readonly string[] Types = ["Patient", "Observation", "MedicationAdministration", "Device", "Provenance", Trail];

    /// <summary>Everything is all but this.</summary>
    const string Trail = "AuditEvent";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_interaction_opens_to_a_token_of_its_clinic_and_scope_and_to_no_other()
    {
        using var key = RSA.Create(2048);
        var forged = new RsaSecurityKey(key) { KeyId = server.Keys.Signing.KeyId };
        Token[] tokens =
        [
            new("all", server.ComeWithToken(WholeServer.Here, "system/*.rs"), null, (type, _) => type != Trail),
            new("read only", server.ComeWithToken(WholeServer.Here, "system/*.r"), null, (type, isSearch) => !isSearch && type != Trail),
            new("search only", server.ComeWithToken(WholeServer.Here, "system/*.s"), null, (type, isSearch) => isSearch && type != Trail),
            new("trail", server.ComeWithToken(WholeServer.Here, "system/AuditEvent.rs"), null, (type, _) => type == Trail),
            new("patients only", server.ComeWithToken(WholeServer.Here, "system/Patient.rs"), null, (type, _) => type == "Patient"),
            new("narrowed", server.ComeWithToken(WholeServer.Here, "system/*.rs?category=vital-signs"), null, (type, _) => SearchTable.Types[type].Parameter("category") is not null),
            new("no scope", server.ComeWithToken(WholeServer.Here, "openid"), null, (_, _) => false),
            new("another clinic's", server.ComeWithToken(WholeServer.Elsewhere, "system/*.rs"), HttpStatusCode.Forbidden, (_, _) => false),
            new("expired", server.ComeWithToken(WholeServer.Here, "system/*.rs", age: TimeSpan.FromMinutes(6)), HttpStatusCode.Unauthorized, (_, _) => false),
            new("forged", server.ComeWithToken(WholeServer.Here, "system/*.rs", key: forged), HttpStatusCode.Unauthorized, (_, _) => false),
            new("none", server.NewClient(), HttpStatusCode.Unauthorized, (_, _) => false),
            new("a person's", await server.ComeAsync(WholeServer.Here, Roles.All), HttpStatusCode.Unauthorized, (_, _) => false),
        ];
        var wrong = new List<string>();
        var interactions = Interactions().ToList();
        interactions.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var (method, pattern) in interactions)
        {
            foreach (var type in pattern.Contains("{type", StringComparison.Ordinal) ? Types : [Types[0]])
            {
                foreach (var token in tokens)
                {
                    var path = "/" + pattern.Replace("{clinic}", WholeServer.Here, StringComparison.Ordinal).Replace("{type}", type, StringComparison.Ordinal).Replace("{type:alpha}", type, StringComparison.Ordinal)
                        .Replace("{id}", "unknown", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal).TrimStart('/');
                    using var request = new HttpRequestMessage(new HttpMethod(method), path);
                    if (method == "POST")
                    {
                        request.Content = new FormUrlEncodedContent([]);
                    }

                    using var answer = await token.Http.SendAsync(request, Cancel);
                    var (mayCome, then) = ExpectedOf(pattern, type, token);
                    var expected = token.Refused ?? (mayCome ? then : HttpStatusCode.Forbidden);
                    if (answer.StatusCode != expected)
                    {
                        wrong.Add($"{token.Name} at {method} {path}: {answer.StatusCode}, expected {expected}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    /// <summary>Whether the token opens it, and what it then comes to: nothing there, or a parameter that is missing.</summary>
    static (bool MayCome, HttpStatusCode Then) ExpectedOf(string pattern, string type, Token token)
    {
        return pattern[(pattern.IndexOf("{clinic}/", StringComparison.Ordinal) + "{clinic}/".Length)..] switch
        {
            "_history" => (SearchTable.Types.Keys.Any(each => each != Trail && token.Allows(each, true)), HttpStatusCode.OK),
            "Patient/{id}/$everything" => (token.Allows("Patient", true) && token.Allows("Patient", false), HttpStatusCode.NotFound),
            "Patient/{id}/{type:alpha}" => (token.Allows(type, true), SearchTable.Types[type].PatientParameter is null ? HttpStatusCode.NotFound : HttpStatusCode.OK),
            "Composition/{id}/$document" => (token.Allows("Composition", false) && token.Allows("Bundle", false), HttpStatusCode.NotFound),
            "DocumentReference/$docref" => (token.Allows("DocumentReference", true), HttpStatusCode.BadRequest),
            "Observation/$lastn" => (token.Allows("Observation", true), HttpStatusCode.BadRequest),
            "{type}/$validate" => (token.Allows(type, false), HttpStatusCode.UnsupportedMediaType),
            var other when other.Contains("{id}", StringComparison.Ordinal) => (token.Allows(type, false), HttpStatusCode.NotFound),
            _ => (token.Allows(type, true), HttpStatusCode.OK),
        };
    }

    IEnumerable<(string Method, string Pattern)> Interactions() =>
        from endpoint in server.Endpoints
        where endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == SmartTokenServer.FhirPolicy)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, endpoint.RoutePattern.RawText!);
}
