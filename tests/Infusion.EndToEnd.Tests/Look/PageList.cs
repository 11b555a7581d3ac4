using System.Text.RegularExpressions;
using Infusion.EndToEnd.Tests.Support;

namespace Infusion.EndToEnd.Tests.Look;

/// <param name="Path">As the browser asks for it; {session}, {patient} and {clinic} are put in from the recording.</param>
/// <param name="Role">Who opens it.</param>
/// <param name="IsLive">It shows the live board's alarms and connection.</param>
public sealed record DashboardPage(string Name, string Path, string Role, bool IsLive = true)
{
    /// <summary>Its own styles lay it out otherwise where it is narrow, or it scrolls in itself there: barriers are looked for there too.</summary>
    public bool IsOtherOnATelephone { get; init; }
}

/// <summary>Every page there is, as somebody who works with it opens it. A test holds it to the dashboard's own list.</summary>
static partial class PageList
{
    public static readonly IReadOnlyList<DashboardPage> All =
    [
        new("board", "/", "nurse") { IsOtherOnATelephone = true },
        new("chair", "/chairs/A2", "nurse") { IsOtherOnATelephone = true },
        new("order", "/chairs/A5/order", "physician"),
        new("check-in", "/sessions/{session}/check-in", "nurse") { IsOtherOnATelephone = true },
        new("double-check", "/sessions/{session}/double-check", "nurse"),
        new("handover", "/chairs/A2/handover", "nurse") { IsOtherOnATelephone = true },
        new("set-up", "/setup", "manager") { IsOtherOnATelephone = true },
        new("chairs", "/chairs", "manager"),
        new("displays", "/displays", "manager"),
        new("people", "/people", "manager") { IsOtherOnATelephone = true },
        new("devices", "/devices", "manager") { IsOtherOnATelephone = true },
        new("patients", "/patients", "nurse"),
        new("import", "/patients/import", "nurse"),
        new("plan", "/patients/{patient}/plan", "physician") { IsOtherOnATelephone = true },
        new("plans", "/plans", "physician"),
        new("calendar", "/calendar", "nurse") { IsOtherOnATelephone = true },
        new("therapy", "/therapy", "therapist", IsLive: false),
        new("scores", "/patients/{patient}/outcomes", "physician"),
        new("questions", "/patients/{patient}/outcomes/enter", "nurse"),
        new("safety-tasks", "/safety-tasks", "physician"),
        new("words", "/words", "manager"),
        new("duty", "/duty", "manager"),
        new("protocols", "/protocols", "physician"),
        new("blank-form", "/forms/blank", "nurse"),
        new("trace", "/trace", "nurse") { IsOtherOnATelephone = true },
        new("what-if", "/what-if", "physician"),
        new("sessions", "/sessions", "nurse"),
        new("chart", "/sessions/{session}/chart", "physician") { IsOtherOnATelephone = true },
        new("corrections", "/corrections/{session}", "nurse"),
        new("series", "/patients/{patient}/series", "physician"),
        new("shift-report", "/reports/shift", "nurse") { IsOtherOnATelephone = true },
        new("dose-report", "/reports/doses", "physician"),
        new("alarm-report", "/reports/alarms", "physician"),
        new("charts", "/charts", "physician") { IsOtherOnATelephone = true },
        new("keys", "/charts/keys", "manager"),
        new("account", "/account", "nurse", IsLive: false),
        new("audit", "/audit", "manager", IsLive: false),
        new("clients", "/clients", "manager", IsLive: false),
        new("sign-in", "/sign-in", "", IsLive: false),
        new("link", "/link", "", IsLive: false),
        new("wall", "/wall", "", IsLive: false),
        new("tablet", "/tablet/{clinic}/no-such-link", "", IsLive: false),
    ];

    /// <summary>The paths of the dashboard's routes, each parameter as {}.</summary>
    public static IReadOnlySet<string> Routes() => RoutePath().Matches(File.ReadAllText(Path.Combine(Repository.Root, "src/Infusion.Dashboard/src/App.tsx")))
        .Select(match => Parameter().Replace(match.Groups[1].Value, "{}")).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("path: \"(/[^\"]*)\"")]
    private static partial Regex RoutePath();

    [GeneratedRegex(":[a-z]+")]
    private static partial Regex Parameter();

    /// <summary>Whether a page's path is one of that route: what stands for a parameter may be left out where it is optional.</summary>
    public static bool IsOf(DashboardPage page, string route)
    {
        var pattern = "^" + Regex.Escape(route).Replace(@"/\{}\?", "(/[^/]+)?", StringComparison.Ordinal).Replace(@"\{}", "[^/]+", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(page.Path, pattern);
    }
}
