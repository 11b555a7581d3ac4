using Infusion.Server.Identity;

namespace Infusion.Server.Sessions;

/// <summary>A second person who stands for something at the same workstation, by their own password.</summary>
static class SecondPeople
{
    /// <returns>Their user name; null: not verified.</returns>
    public static Task<string?> VerifyAsync(string clinic, SecondPersonRequest? second, HttpContext http) =>
        http.RequestServices.GetRequiredService<ISecondPerson>().VerifyAsync(clinic, second?.Name, second?.Password, http.RequestAborted);

    /// <param name="who">Such as "second person".</param>
    public static IResult NotVerified(string code, string who) => SessionEndpoints.Refused(
        code,
        $"The {who}'s name or password is wrong, the account is locked for some minutes after too many attempts, or it is "
        + $"no nurse's or physician's of this clinic. The {who} enters their own name and password.");
}
