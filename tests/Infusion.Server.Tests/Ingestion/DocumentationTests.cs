using System.Globalization;
using Infusion.Core.Telemetry;
using Infusion.Server.Ingestion.Decoding;
using Infusion.Server.Ingestion.VsCapture;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Ingestion;

public sealed class DocumentationTests
{
    [Theory]
    [InlineData("device-protocol.md")]
    [InlineData("asyncapi.yaml")]
    public async Task Names_every_key_of_the_protocol(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Docs(), file), TestContext.Current.CancellationToken);

        ProtocolKeys.All.Select(key => key.RefId).Where(key => !text.Contains(key, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Gives_each_key_the_range_it_has()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Docs(), "device-protocol.md"), TestContext.Current.CancellationToken);
        foreach (var key in ProtocolKeys.All)
        {
            var row = MetricTable.Of(key.Metric);
            var range = string.Create(CultureInfo.InvariantCulture, $"| {row.Lowest:#,0.######} | {row.Highest:#,0.######} |");
            lines.ShouldContain(line => line.Contains($"`{key.RefId}`", StringComparison.Ordinal) && line.Contains(range, StringComparison.Ordinal), $"{key.RefId} {range}");
        }
    }

    [Fact]
    public async Task Names_every_label_of_VSCapture()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Docs(), "device-protocol.md"), TestContext.Current.CancellationToken);

        VsCaptureLabels.All.Where(row => !text.Contains($"`{row.Label}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    static string Docs() => Path.Combine(Repository.Root, "docs");
}
