using Microsoft.AspNetCore.Identity;

namespace Infusion.Server.Identity.Accounts;

/// <summary>Codes of an authenticator (TOTP), and the recovery codes for when it is lost.</summary>
static class SecondFactor
{
    public const int RecoveryCodes = 10;
    const string Issuer = "Infusion";
    const string Kept = "infusion";
    const string LastCode = "last-code";

    /// <summary>Signs in whom the password has brought here. Each wrong code counts towards the lockout.</summary>
    public static async Task<bool> SignInAsync(SignInManager<Person> signIn, Person person, string typed)
    {
        var people = signIn.UserManager;
        var code = Clean(typed);
        if (!await signIn.CanSignInAsync(person) || await people.IsLockedOutAsync(person))
        {
            return false;
        }

        if (!IsOfAuthenticator(code))
        {
            var isRecovered = (await signIn.TwoFactorRecoveryCodeSignInAsync(typed.Trim())).Succeeded;
            if (!isRecovered)
            {
                await people.AccessFailedAsync(person);
            }

            return isRecovered;
        }

        if (await people.GetAuthenticationTokenAsync(person, Kept, LastCode) == code)
        {
            await people.AccessFailedAsync(person);
            return false;
        }

        var isRight = (await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)).Succeeded;
        if (isRight)
        {
            await people.SetAuthenticationTokenAsync(person, Kept, LastCode, code);
        }

        return isRight;
    }

    /// <summary>For an authenticator to scan, or a person to type.</summary>
    public static async Task<(string Secret, string Uri)> BeginAsync(UserManager<Person> people, Person person)
    {
        await people.ResetAuthenticatorKeyAsync(person);
        var secret = (await people.GetAuthenticatorKeyAsync(person))!;
        var account = Uri.EscapeDataString($"{Issuer}:{person.UserName}");
        return (secret, $"otpauth://totp/{account}?secret={secret}&issuer={Issuer}&digits=6&period=30");
    }

    public static async Task<IReadOnlyList<string>?> ConfirmAsync(UserManager<Person> people, Person person, string? typed)
    {
        var code = Clean(typed ?? "");
        if (!IsOfAuthenticator(code) || !await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            return null;
        }

        await people.SetAuthenticationTokenAsync(person, Kept, LastCode, code);
        await people.SetTwoFactorEnabledAsync(person, true);
        return [.. await people.GenerateNewTwoFactorRecoveryCodesAsync(person, RecoveryCodes) ?? []];
    }

    public static async Task RemoveAsync(UserManager<Person> people, Person person)
    {
        await people.SetTwoFactorEnabledAsync(person, false);
        await people.ResetAuthenticatorKeyAsync(person);
        await people.GenerateNewTwoFactorRecoveryCodesAsync(person, 0);
    }

    static string Clean(string typed) => typed.Replace(" ", "", StringComparison.Ordinal).Trim();

    static bool IsOfAuthenticator(string code) => code.Length == 6 && code.All(char.IsAsciiDigit);
}
