using System.Runtime.CompilerServices;
using System.Text.Json;
using Infusion.Core.Clinics;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace Infusion.Server.Replay;

/// <summary>A replay told line by line while it runs.</summary>
static class WhatIfAnswer
{
    static readonly byte[] NewLine = "\n"u8.ToArray();

    public static async Task WriteAsync(
        HttpContext http, ReplayRunner runner, string clinic, IReadOnlyCollection<Guid> sessions, Func<ClinicConfiguration, ClinicConfiguration> change,
        CancellationToken cancellationToken)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "application/x-ndjson";
        await foreach (var line in LinesAsync(runner, clinic, sessions, change, cancellationToken))
        {
            await JsonSerializer.SerializeAsync(http.Response.Body, line, QuantityConverters.Options, cancellationToken);
            await http.Response.Body.WriteAsync(NewLine, cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }
    }

    /// <summary>The answer has begun by then, so what goes wrong is a line of it.</summary>
    static async IAsyncEnumerable<WhatIfLine> LinesAsync(
        ReplayRunner runner, string clinic, IReadOnlyCollection<Guid> sessions, Func<ClinicConfiguration, ClinicConfiguration> change,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = runner.RunAsync(clinic, sessions, change, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            WhatIfLine? line;
            try
            {
                line = await lines.MoveNextAsync() ? lines.Current : null;
            }
            catch (Exception reason) when (StartupFailure.Explain(reason) is { } known && !cancellationToken.IsCancellationRequested)
            {
                line = new WhatIfLine.Failed(known.Message);
            }

            if (line is null)
            {
                yield break;
            }

            yield return line;
            if (line is WhatIfLine.Failed)
            {
                yield break;
            }
        }
    }
}
