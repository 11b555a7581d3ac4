using Infusion.Server.Identity;

namespace Infusion.Server.Tests.Support;

/// <summary>Everybody signs in to every clinic, but for those whose name begins with "stranger".</summary>
sealed class EverybodyWorksHere : IColleagues
{
    public Task<IReadOnlyList<string>> UnknownAsync(string clinic, IReadOnlyCollection<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. names.Where(name => name.Length == 0 || name.StartsWith("stranger", StringComparison.Ordinal))]);

    public Task<IReadOnlyDictionary<string, string>> NamesAsync(string clinic, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>
        {
            ["nurse"] = "N. Example, RN",
            ["physician"] = "P. Example, MD",
            ["therapist"] = "T. Example, LCSW",
            ["therapist-2"] = "U. Example, LCSW",
        });

    public Task<IReadOnlyDictionary<string, string>> RolesAsync(string clinic, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["nurse"] = "nurse", ["physician"] = "physician", ["therapist"] = "therapist", ["therapist-2"] = "therapist" });
}
