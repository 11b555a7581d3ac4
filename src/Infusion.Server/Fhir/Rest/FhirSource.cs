using System.Text.Json;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Where the rows of a type are, and where it stands how far they go.</summary>
/// <param name="Head">A row for each clinic: <paramref name="Seq"/> of its newest commit, and its time.</param>
sealed record FhirSource(string Rows, string Head, string Seq, string Updated)
{
    /// <summary>What was told: bytes as they are served.</summary>
    public static readonly FhirSource Stored = new("infusion.fhir_resource", "infusion.clinic_writer", "seq", "updated");

    /// <summary>The audit trail: lines, of which resources are made when they are read.</summary>
    public static readonly FhirSource Trail = new("infusion.audit_event", "infusion.audit_head", "number", "written");

    public bool IsTrail => this == Trail;

    /// <param name="content">As it was read.</param>
    public byte[] Served(byte[] content) => IsTrail ? FhirBytes.Of(FhirMapper.FromTrail(JsonSerializer.Deserialize<TrailLine>(content)!)) : content;
}
