using Microsoft.Extensions.Options;

namespace Infusion.Server.Patients.Ehr;

/// <summary>Where patients can be fetched from: <c>Ehr</c>. Only what stands here is ever asked.</summary>
public sealed class EhrSettings
{
    public const string Section = "Ehr";

    /// <summary>How long an EHR has to answer.</summary>
    public int TimeoutSeconds { get; set; } = 15;

    public Dictionary<string, ClinicEhr> Clinics { get; } = [];
}

/// <summary>A clinic's EHR: <c>Ehr:Clinics:{clinic}</c>.</summary>
public sealed class ClinicEhr
{
    /// <summary>The base of its FHIR R4 API.</summary>
    public string Url { get; set; } = "";

    /// <summary>Sent as a bearer token; empty: none is.</summary>
    public string Token { get; set; } = "";

    /// <summary>The identifier system whose value is the clinic's own number; empty: the one of type MR.</summary>
    public string MrnSystem { get; set; } = "";

    /// <summary>With a slash at its end, so that what is asked lies below it.</summary>
    internal Uri Base => new(Url.TrimEnd('/') + "/");
}

sealed class ValidateEhrSettings : IValidateOptions<EhrSettings>
{
    public ValidateOptionsResult Validate(string? name, EhrSettings options)
    {
        List<string> problems = [];
        if (options.TimeoutSeconds is < 1 or > 120)
        {
            problems.Add($"Ehr:TimeoutSeconds is {options.TimeoutSeconds}; it must lie between 1 and 120.");
        }

        foreach (var (clinic, ehr) in options.Clinics)
        {
            if (!Uri.TryCreate(ehr.Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.Query + url.Fragment + url.UserInfo != "")
            {
                problems.Add($"Ehr:Clinics:{clinic}:Url is \"{ehr.Url}\"; it must be the base of a FHIR API, such as https://ehr.example.org/fhir/r4.");
            }
            else if (url.Scheme == "http" && !url.IsLoopback)
            {
                problems.Add($"Ehr:Clinics:{clinic}:Url is \"{ehr.Url}\"; patients and the token travel readable without https.");
            }

            // The token itself is not repeated.
            if (ehr.Token.Any(letter => letter is <= ' ' or > '~'))
            {
                problems.Add($"Ehr:Clinics:{clinic}:Token holds a character that no token has, such as a line break.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
