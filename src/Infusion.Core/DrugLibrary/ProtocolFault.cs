namespace Infusion.Core.DrugLibrary;

/// <summary>One thing that is wrong with a protocol.</summary>
/// <param name="Path">As it stands in the protocol's JSON: <c>safety.vitals[3].value</c>.</param>
/// <param name="Message">Goes on where the path ends: "must lie below 10 mg".</param>
public sealed record ProtocolFault(string Path, string Message);
