using System.Text.RegularExpressions;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Architecture;

/// <summary>Who may know whom. An edge that is not here is a decision to take, not a using to add.</summary>
public sealed partial class EdgesTests
{
    [Theory]
    [InlineData("Ingestion", "Operations")]
    [InlineData("Clinics", "Fhir Ingestion Live Operations Sessions Spooling Storage")]
    [InlineData("Spooling", "Ingestion Operations")]
    [InlineData("Library", "Clinics Identity Replay Storage")]
    [InlineData("Live", "Clinics Identity Storage")]
    [InlineData("Sessions", "Clinics Identity Live Operations Storage")]
    [InlineData("Setup", "Clinics Identity Operations Storage")]
    [InlineData("Storage", "Clinics Operations")]
    [InlineData("Trace", "Clinics Identity Ingestion Operations Storage")]
    [InlineData("Patients", "Clinics Identity Operations Storage")]
    [InlineData("Outcomes", "Clinics Identity Operations Sessions Storage")]
    [InlineData("Replay", "Clinics Identity Operations Storage")]
    [InlineData("Reporting", "Charts Clinics Identity Operations Sessions Storage")]
    [InlineData("Registry", "Clinics Identity Ingestion Operations Sessions Storage")]
    [InlineData("Charts", "Clinics Identity Operations Sessions Storage")]
    [InlineData("Push", "Clinics Identity Operations Storage")]
    [InlineData("Pathway", "Clinics Identity Operations Sessions Storage")]
    [InlineData("Fhir", "Charts Clinics Identity Operations Storage")]
    [InlineData("Identity", "Fhir Ingestion Operations Storage")]
    [InlineData("Operations", "Clinics Identity Ingestion Storage")]
    public void A_feature_knows_only(string feature, string others)
    {
        var known = Sources($"src/Infusion.Server/{feature}")
            .SelectMany(text => Using().Matches(text).Select(match => match.Groups[1].Value))
            .Where(name => name != feature)
            .Distinct();

        known.ShouldBeSubsetOf(others.Split(' '));
    }

    [Fact]
    public void Ingestion_knows_no_store_and_no_screen() =>
        Sources("src/Infusion.Server/Ingestion")
            .ShouldAllBe(text => !text.Contains("Marten", StringComparison.Ordinal)
                && !text.Contains("Npgsql", StringComparison.Ordinal)
                && !text.Contains("SignalR", StringComparison.Ordinal));

    [Fact]
    public void The_simulator_shares_nothing_with_the_server() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "simulators"), "*.csproj", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ShouldAllBe(project => !project.Contains("ProjectReference", StringComparison.Ordinal));

    static IEnumerable<string> Sources(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        return files.Select(File.ReadAllText);
    }

    [GeneratedRegex(@"(?:using Infusion\.Server\.|(?<![\w.])(?=(?:Charts|Clinics|Fhir|Identity|Ingestion|Library|Live|Operations|Outcomes|Pathway|Patients|Push|Registry|Replay|Reporting|Sessions|Setup|Spooling|Storage|Trace)\.[A-Z]))([A-Z]\w+)")]
    private static partial Regex Using();
}
