using System.Globalization;
using Hl7.Fhir.Model;
using Infusion.Server.Fhir.Mapping;

namespace Infusion.Server.Fhir;

/// <summary>Turns a resource into the row that is stored: serialised here once, and served as these bytes ever after.</summary>
static class FhirRowWriter
{
    /// <param name="simulated">The clinic's data is made up: the resource says so (HTEST), whoever gets it.</param>
    public static FhirRow Render(Resource resource, int version, DateTimeOffset lastUpdated, bool simulated = false)
    {
        // Postgres keeps microseconds. Bytes and column must agree, or a poller that sends back what it read misses rows.
        var updated = lastUpdated.ToUniversalTime();
        updated = updated.AddTicks(-(updated.Ticks % TimeSpan.TicksPerMicrosecond));

        var meta = resource.Meta ??= new Meta();
        meta.VersionId = version.ToString(CultureInfo.InvariantCulture);
        meta.LastUpdated = updated;
        if (simulated && !meta.Security.Any(label => label.Code == "HTEST"))
        {
            meta.Security.Add(new Coding(FhirCodes.ActReason, "HTEST", "test health data"));
        }

        var columns = SearchColumns.Of(resource);
        return new FhirRow(
            resource.TypeName,
            resource.Id ?? throw new ArgumentException("a stored resource has an id", nameof(resource)),
            version,
            updated,
            columns.Patient,
            columns.Codes,
            columns.Categories,
            columns.Identifiers,
            columns.Status,
            columns.Date.From,
            columns.Date.To,
            columns.Terms,
            columns.Refs,
            FhirBytes.Of(resource));
    }
}
