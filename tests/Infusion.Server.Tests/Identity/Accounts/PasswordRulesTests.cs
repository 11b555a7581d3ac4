using Infusion.Server.Identity.Accounts;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

public sealed class PasswordRulesTests
{
    static readonly string[] Words = ["okafor", "Harbor", "Street"];

    [Theory]
    [InlineData("correct horse battery")]
    [InlineData("müde Katzen schlafen")]
    [InlineData("gx7!kQ2vLp9z")]
    public void What_is_long_and_nobody_elses_is_taken(string password) => PasswordRules.Fault(password, Words).ShouldBeNull();

    [Fact]
    public void A_hundred_and_twenty_eight_characters_are_taken_and_one_more_is_not()
    {
        var long128 = string.Concat(Enumerable.Range(0, 128).Select(at => (char)('a' + (at * at + at / 7) % 26)));
        PasswordRules.Fault(long128, Words).ShouldBeNull();
        PasswordRules.Fault(long128 + "x", Words).ShouldBe("The password has 129 characters; at most 128 are kept.");
    }

    [Theory]
    [InlineData("", "has 0 characters; at least 12")]
    [InlineData("gx7!kQ2vLp9", "has 11 characters; at least 12")]
    [InlineData("passwordpassword", "tried first")]
    [InlineData("PasswordPassword", "tried first")]
    [InlineData("2019Sunshine!!!!", "a frequent password with digits or signs around it")]
    [InlineData("dragondragondrag", "over and over")]
    [InlineData("abcabcabcabc", "over and over")]
    [InlineData("my-okafor-secret", "must not contain \"okafor\"")]
    [InlineData("at the harbor today", "must not contain \"Harbor\"")]
    public void What_is_tried_early_is_refused_in_words(string password, string sentence) => PasswordRules.Fault(password, Words).ShouldNotBeNull().ShouldContain(sentence);

    [Fact]
    public void Names_count_from_four_letters_on() =>
        PasswordRules.Words(["R. Okafor, RN", "ana.okafor@harbor-street.example"]).ShouldBe(["Okafor", "okafor", "harbor", "street", "example"]);
}
