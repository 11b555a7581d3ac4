using Microsoft.AspNetCore.Identity;

namespace Infusion.Server.Identity.Accounts;

/// <summary>
/// Length, and nothing that is tried first: no frequent password, no name. No rules about kinds of characters, which make people write
/// passwords down (NIST SP 800-63B).
/// </summary>
sealed class PasswordRules(ClinicNames clinics, IdentityStore store) : IPasswordValidator<Person>
{
    public const int Shortest = 12;
    public const int Longest = 128;

    /// <summary>Shorter words are in too many others.</summary>
    const int ShortestWord = 4;

    public async Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password) =>
        Fault(password ?? "", await WordsOfAsync(user)) is { } fault
            ? IdentityResult.Failed(new IdentityError { Code = "password", Description = fault })
            : IdentityResult.Success;

    /// <param name="words">Names that must not be in it.</param>
    /// <returns>A sentence; null: nothing is wrong with it.</returns>
    public static string? Fault(string password, IEnumerable<string> words)
    {
        var lower = password.ToLowerInvariant();
        return password.Length < Shortest ? $"The password has {password.Length} characters; at least {Shortest} are needed. Several words are fine."
            : password.Length > Longest ? $"The password has {password.Length} characters; at most {Longest} are kept."
            : FrequentPasswords.Contain(lower) ? "This is one of the passwords that are tried first, because many people had it. Choose another."
            : FrequentPasswords.Contain(Core(lower)) ? "This is a frequent password with digits or signs around it, which is tried early. Choose another."
            : IsRepeated(lower) ? "This is one short piece over and over, which is tried early. Choose another."
            : words.FirstOrDefault(word => lower.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word ? $"The password must not contain \"{word}\", which is in your name or your clinic's."
            : null;
    }

    async Task<IReadOnlyList<string>> WordsOfAsync(Person user)
    {
        var own = store.Memberships.Local.Where(m => m.PersonId == user.Id).Select(m => m.Clinic)
            .Concat(store.Memberships.Where(m => m.PersonId == user.Id).Select(m => m.Clinic)).Distinct().ToList();
        var names = await clinics.OfAsync(own, CancellationToken.None);
        return Words([user.UserName ?? "", user.Email ?? "", user.DisplayName, .. own, .. names.Values]);
    }

    internal static IReadOnlyList<string> Words(IEnumerable<string> names) =>
        [.. names.SelectMany(name => name.Split([' ', ',', '.', '-', '_', '@'], StringSplitOptions.RemoveEmptyEntries)).Where(word => word.Length >= ShortestWord).Distinct()];

    /// <summary>Without what stands before the first letter and after the last.</summary>
    static string Core(string lower)
    {
        var (from, to) = (0, lower.Length);
        while (from < to && !char.IsLetter(lower[from]))
        {
            from++;
        }

        while (to > from && !char.IsLetter(lower[to - 1]))
        {
            to--;
        }

        return lower[from..to];
    }

    /// <summary>A piece of at most a third of it, or a frequent password, again and again; the last time may be cut off.</summary>
    static bool IsRepeated(string lower)
    {
        for (var piece = 1; piece <= lower.Length / 2; piece++)
        {
            if (lower.AsSpan(piece).SequenceEqual(lower.AsSpan(0, lower.Length - piece))
                && (piece <= lower.Length / 3 || FrequentPasswords.Contain(lower[..piece])))
            {
                return true;
            }
        }

        return false;
    }
}
