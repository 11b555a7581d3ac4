using System.Collections.Frozen;
using System.Globalization;
using Infusion.Server.Identity;
using Npgsql;

namespace Infusion.Server.Fhir.Rest;

/// <summary>Patient/$everything: what is this patient's, page by page, and with each page what it refers to and is nobody's.</summary>
static class Everything
{
    /// <summary>These are in no patient's compartment, and a record is not to be understood without them.</summary>
    static readonly FrozenSet<string> Beside =
        new[] { "Device", "DeviceMetric", "Practitioner", "PractitionerRole", "Organization", "Location", "Questionnaire" }.ToFrozenSet();

    /// <summary>A metric leads to its device, a role to its practitioner and organization, and no way is longer.</summary>
    const int Links = 3;

    static readonly string[] Known = ["start", "end", "_since", "_type", "_count", "_cursor", "_format", "_pretty"];

    public static async Task GetAsync(HttpContext context, string clinic, string id)
    {
        var request = FhirRequest.Of(context, clinic);
        var patient = request.Type("Patient", SmartPermissions.Read | SmartPermissions.Search);
        var asked = SearchOperations.Once(await request.OperationParametersAsync(), Known);
        FhirResponse.RequireJson(context.Request, asked.GetValueOrDefault("_format"));
        var types = Types(request.Grant, asked.GetValueOrDefault("_type"));
        var count = asked.TryGetValue("_count", out var text)
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? Math.Min(number, SearchQuery.MaxCount)
                : throw FhirFault.Invalid("_count is not a whole number above 0.", "http._count")
            : SearchQuery.MaxCount;
        var first = SearchOperations.Address($"Patient/{id}/$everything", asked.Where(each => each.Key != "_cursor").ToDictionary());
        SearchCursor? cursor = asked.TryGetValue("_cursor", out var at) ? SearchCursor.Decode(at, first) : null;
        if (await request.Reader.ReadAsync(clinic, patient, id, null, request.Base, request.Grant, request.Cancel) is null)
        {
            throw FhirFault.NotFound("There is no such resource.");
        }

        await using var page = await request.Reader.PageAsync(
            FhirSource.Stored, clinic, null, Sql(request, types, id, asked, cursor, count), overClinics: false, isPrepared: false, cursor, request.Cancel);
        using var bundle = await request.BeginAsync();
        bundle.Begin("searchset", page.Updated, null);
        var includes = new Includes(request.Grant, clinic, request.Base);
        SearchCursor? last = null;
        for (var written = 0; page.HasRow && written < count; written++)
        {
            last = page.Position;
            includes.Add(page.Type, page.Id);
            includes.Want(page.Refs, Beside);
            request.Saw(page.Patient);
            await bundle.EntryAsync(page.Type, page.Id, page.Content, "match", request.Cancel);
            await page.NextAsync(request.Cancel);
        }

        var (hasNext, isBeingCorrected) = (page.HasRow, page.IsBeingCorrected);
        await page.DisposeAsync();
        for (var link = 0; link < Links; link++)
        {
            await SearchEndpoints.IncludeAsync(request, bundle, includes, includes.Forward(except: id), Beside);
        }

        SearchEndpoints.WarnOfCorrection(bundle, isBeingCorrected);
        await bundle.EndAsync(
            cursor is { } here ? Link(first, here) : first, hasNext && last is { } position ? Link(first, position) : null, request.Cancel);
    }

    static List<FhirTypeInfo> Types(FhirGrant grant, string? asked)
    {
        const SmartPermissions Both = SmartPermissions.Read | SmartPermissions.Search;
        if (asked is null)
        {
            return [.. SearchTable.Types.Values.Where(type => !type.Source.IsTrail && grant.Allows(type, Both))];
        }

        var types = asked.Split(',').Select(name => SearchTable.Types.GetValueOrDefault(name)
            ?? throw FhirFault.Invalid("_type names a type that is not served; names are case-sensitive.", "http._type")).Distinct().ToList();
        types.ForEach(type => grant.Require(type, Both));
        return types.Exists(type => type.Source.IsTrail)
            ? throw FhirFault.Invalid("Who did what is no part of a patient's record; search AuditEvent by patient.", "http._type")
            : types;
    }

    static NpgsqlBatchCommand Sql(
        FhirRequest request, List<FhirTypeInfo> types, string id, Dictionary<string, string> asked, SearchCursor? cursor, int count)
    {
        var sql = new SearchSql(request.Clinic, request.Base, request.Grant);
        var where = sql.AnyOf(types, SmartPermissions.Read | SmartPermissions.Search).Append(" and r.patient = ").Append(sql.Add(id));
        if (asked.TryGetValue("_since", out var since))
        {
            where.Append(" and r.last_updated >= ").Append(sql.Add(IntervalOf(since, "_since").From!.Value));
        }

        // What says no clinical date belongs to every one.
        if (SearchOperations.DateOf(asked, "start") is { } start)
        {
            where.Append($" and (r.date_to > {sql.Add(IntervalOf(start, "start").From!.Value)} or r.date_to is null)");
        }

        if (SearchOperations.DateOf(asked, "end") is { } end)
        {
            where.Append($" and (r.date_from < {sql.Add(IntervalOf(end, "end").To!.Value)} or r.date_from is null or r.date_from = 'infinity')");
        }

        if (cursor is { } at)
        {
            where.Append($" and (r.type, r.id) > ({sql.Add(at.Type)}, {sql.Add(at.Id)})");
        }

        return sql.Command(sql.AsOf(
            cursor, $"select {SearchSql.Columns("r.last_updated", withRefs: true, FhirSource.Stored)} from {FhirSource.Stored.Rows} r where {where} and ",
            $" order by type, id limit {sql.Add(count + 1)}"));
    }

    static DateInterval IntervalOf(string text, string name) => DateInterval.TryParse(text.Replace(' ', '+'), out var interval)
        ? interval
        : throw FhirFault.Invalid($"{name} is not a FHIR date.", FhirFault.AtParameter(name));

    static string Link(string first, SearchCursor cursor) =>
        $"{first}{(first.Contains('?', StringComparison.Ordinal) ? '&' : '?')}_cursor={cursor.Encode(first)}";
}
