using System.Net;
using Hl7.Fhir.Model;
using Infusion.Server.Identity;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace Infusion.Server.Tests.Fhir;

public sealed class AccessTests(SeededFhirHost seeded) : IClassFixture<SeededFhirHost>
{
    readonly FhirHost _host = seeded.Host;

    [Theory]
    [InlineData("system/Observation.rs", true, true)]
    [InlineData("system/Observation.r", true, false)]
    [InlineData("system/Observation.s", false, true)]
    [InlineData("system/Observation.cruds", true, true)]
    [InlineData("system/Observation.cud", false, false)]
    [InlineData("system/*.rs", true, true)]
    [InlineData("system/*.s", false, true)]
    [InlineData("system/Observation.read", true, true)]
    [InlineData("system/*.read", true, true)]
    [InlineData("system/Observation.*", true, true)]
    [InlineData("system/*.*", true, true)]
    [InlineData("system/Observation.write", false, false)]
    [InlineData("system/Patient.rs", false, false)]
    [InlineData("system/Observation.sr", false, false)]
    [InlineData("system/Observation.", false, false)]
    [InlineData("system/Observation", false, false)]
    [InlineData("system/observation.rs", false, false)]
    [InlineData("system/Observation.rs?category=vital-signs", false, false)]
    [InlineData("user/Observation.rs", false, false)]
    [InlineData("patient/Observation.rs", false, false)]
    [InlineData("xsystem/Observation.rs", false, false)]
    [InlineData("", false, false)]
    public void A_scope_allows(string scope, bool read, bool search)
    {
        Allows(SmartPermissions.Read).ShouldBe(read);
        Allows(SmartPermissions.Search).ShouldBe(search);

        bool Allows(SmartPermissions permission) => SmartScope.TryParse(scope)?.Allows("Observation", permission) ?? false;
    }

    [Theory]
    [InlineData("Observation", null, HttpStatusCode.Unauthorized)]
    [InlineData("Observation/x", null, HttpStatusCode.Unauthorized)]
    [InlineData("Observation", "hill;system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("Observation", "Harbor;system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("Observation/x", "hill;system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("Observation/x/_history/1", "hill;system/*.rs", HttpStatusCode.Forbidden)]
    [InlineData("Observation", "harbor;system/Observation.r", HttpStatusCode.Forbidden)]
    [InlineData("Observation/x", "harbor;system/Observation.s", HttpStatusCode.Forbidden)]
    [InlineData("Observation", "harbor;system/Patient.rs", HttpStatusCode.Forbidden)]
    [InlineData("Observation", "harbor;system/Observation.s", HttpStatusCode.OK)]
    [InlineData("Observation/x", "harbor;system/Observation.r", HttpStatusCode.NotFound)]
    public async Task Who_may_not_is_told_so_in_fhir(string path, string? token, HttpStatusCode status)
    {
        using var response = await _host.SendAsync(HttpMethod.Get, path, token);

        response.StatusCode.ShouldBe(status);
        var refused = status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
        response.Headers.WwwAuthenticate.Any(w => w.Scheme == "Bearer").ShouldBe(refused);
        FhirJson.Parse<Resource>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken))
            .ShouldBeAssignableTo(status is HttpStatusCode.OK ? typeof(Bundle) : typeof(OperationOutcome));
    }

    [Fact]
    public async Task A_form_search_needs_the_same_rights()
    {
        using var response = await _host.SendAsync(HttpMethod.Post, "Observation/_search", "hill;system/*.rs", r =>
            r.Content = new FormUrlEncodedContent([new("code", "8867-4")]));

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Metadata_is_open_and_every_claim_in_it_holds()
    {
        using var response = await _host.SendAsync(HttpMethod.Get, "metadata", token: null);
        var statement = FhirJson.Parse<CapabilityStatement>(
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        statement.Implementation!.Url.ShouldBe(_host.Base);
        var rest = statement.Rest.ShouldHaveSingleItem();
        rest.Security!.Service.Single().Coding.Single().Code.ShouldBe("SMART-on-FHIR");
        rest.Security.Extension.Single().GetExtensionValue<FhirUri>("token")!.Value.ShouldBe($"{_host.Address}/auth/token");
        var resources = rest.Resource;
        resources.Select(r => r.TypeElement!.JsonValue).ShouldBe(["Patient", "Device", "Observation", "MedicationAdministration"]);
        foreach (var resource in resources)
        {
            foreach (var parameter in resource.SearchParam)
            {
                var value = parameter.Type == SearchParamType.Date ? "2026" : "x";
                var bundle = await _host.SearchAsync($"{resource.TypeElement!.JsonValue}?{parameter.Name}={value}");
                bundle.Entry.ShouldAllBe(e => e.Search!.Mode == Bundle.SearchEntryMode.Match);
                bundle.SelfLink!.Query.ShouldBe($"?{parameter.Name}={value}");
            }
        }
    }
}
