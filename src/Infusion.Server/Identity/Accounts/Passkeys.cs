using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace Infusion.Server.Identity.Accounts;

/// <param name="Id">The credential's id, in base64url.</param>
sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

static class Passkeys
{
    public const int Most = 10;
    public const int LongestName = 60;

    /// <summary>A credential with its attestation is some kilobytes.</summary>
    const int LongestCredential = 32 * 1024;

    /// <returns>Whose passkey answered the challenge that this browser was given; null: nobody's.</returns>
    public static async Task<Person?> OwnerAsync(SignInManager<Person> signIn, string? credential)
    {
        if (credential is not { Length: > 0 and <= LongestCredential })
        {
            return null;
        }

        try
        {
            var answer = await signIn.PerformPasskeyAssertionAsync(credential);
            if (!answer.Succeeded)
            {
                return null;
            }

            // With the counter that it has now: a copy of the key would show.
            await signIn.UserManager.AddOrUpdatePasskeyAsync(answer.User, answer.Passkey);
            return answer.User;
        }
        catch (InvalidOperationException)
        {
            // No challenge was asked for, or it is too old.
            return null;
        }
    }

    /// <returns>Null: it is no answer to the challenge, or not this person's.</returns>
    public static async Task<UserPasskeyInfo?> MadeAsync(SignInManager<Person> signIn, Person person, string? credential)
    {
        if (credential is not { Length: > 0 and <= LongestCredential })
        {
            return null;
        }

        try
        {
            var answer = await signIn.PerformPasskeyAttestationAsync(credential);
            return answer.Succeeded && answer.UserEntity.Id == person.Id.ToString() ? answer.Passkey : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    /// <returns>Null: it is no id.</returns>
    public static byte[]? Read(string id)
    {
        try
        {
            return Base64Url.DecodeFromChars(id);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
