using Xunit;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>
/// What plays for minutes and takes hardly any processor plays beside everything else; what looks at pages, and what loads or breaks
/// the machine's programs, runs one class after another.
/// </summary>
static class Collections
{
    public const string Recorded = "the recorded infusion, the played scenarios";
    public const string Day = "the scripted day";
    public const string Pages = "pages, one after another";
    public const string OneAfterAnother = "faults, one after another";
    public const string Starts = "starts, ends, and pages without a server, one after another";
}

[CollectionDefinition(Collections.Recorded)]
public sealed class RecordedCollection;

[CollectionDefinition(Collections.Day)]
public sealed class DayCollection;

[CollectionDefinition(Collections.Pages)]
public sealed class PagesCollection;

[CollectionDefinition(Collections.OneAfterAnother)]
public sealed class OneAfterAnotherCollection;

[CollectionDefinition(Collections.Starts)]
public sealed class StartsCollection;
