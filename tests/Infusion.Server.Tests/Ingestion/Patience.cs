namespace Infusion.Server.Tests.Ingestion;

static class Patience
{
    /// <summary>For what must happen: long, because only a failing test ever waits it out.</summary>
    public static CancellationToken Token => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
}
