using Xunit;

namespace Infusion.EndToEnd.Tests.Support;

/// <summary>
/// The recorded infusion takes minutes and hardly any processor, so it plays beside everything else; what loads the
/// machine runs one class after another.
/// </summary>
static class Collections
{
    public const string Recorded = "the recorded infusion";
    public const string OneAfterAnother = "one after another";
}

[CollectionDefinition(Collections.Recorded)]
public sealed class RecordedCollection;

[CollectionDefinition(Collections.OneAfterAnother)]
public sealed class OneAfterAnotherCollection;
