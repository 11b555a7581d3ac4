using Infusion.Server.Ingestion.Decoding;
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
        // The cuff's pressures share a row, and are written there by their endings.
        var text = (await File.ReadAllTextAsync(Path.Combine(Docs(), file), TestContext.Current.CancellationToken))
            .Replace("`..._DIA`, `..._MEAN`", "MDC_PRESS_BLD_NONINV_DIA MDC_PRESS_BLD_NONINV_MEAN", StringComparison.Ordinal);

        ProtocolKeys.All.Select(key => key.RefId).Where(key => !text.Contains(key, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    static string Docs()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Infusion.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The solution's folder is not above the tests.");
        }

        return Path.Combine(folder.FullName, "docs");
    }
}
