using System.Security.Claims;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;
using Table = Infusion.Server.Identity.Rights;

namespace Infusion.Server.Tests.Rights;

public sealed class RightsTableTests
{
    [Fact]
    public void The_page_says_what_the_table_says()
    {
        string[] expected =
        [
            $"| May | {string.Join(" | ", Roles.All.Select(role => role.Replace('_', ' ')))} |",
            $"|---|{string.Concat(Roles.All.Select(_ => "---|"))}",
            .. Table.All.Select(right => $"| {right.Words} (`{right.Act}`) | {string.Join(" | ", Roles.All.Select(role => right.Roles.Contains(role) ? "yes" : ""))} |"),
        ];
        File.ReadLines(Path.Combine(Repository.Root, "docs", "rights.md")).Where(line => line.StartsWith('|')).ShouldBe(expected);
    }

    [Fact]
    public void Every_act_is_in_the_table_once() =>
        Table.All.Select(right => right.Act).ShouldBe(Enum.GetValues<Act>(), ignoreOrder: true);

    [Fact]
    public void Two_roles_may_do_what_either_may_and_none_does_nothing()
    {
        static ClaimsPrincipal With(params string[] roles) => new(new ClaimsIdentity(roles.Select(role => new Claim(ClaimTypes.Role, role)), "test"));
        With(Roles.Nurse, Roles.Manager).May(Act.Chart).ShouldBeTrue();
        With(Roles.Nurse, Roles.Manager).May(Act.SetUpChairs).ShouldBeTrue();
        With(Roles.Manager).May(Act.Chart).ShouldBeFalse();
        Enum.GetValues<Act>().Where(act => With().May(act) || With("administrator").May(act)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(nameof(Act.ChangeOrder), "Only a physician may change an order.")]
    [InlineData(nameof(Act.AssignDuty), "Only a charge nurse or a manager may say who is called to alarms.")]
    [InlineData(nameof(Act.ReadAudit), "Only an auditor may read who did what.")]
    public void A_refusal_says_which_role_it_takes(string act, string sentence) =>
        Table.Sentence(Enum.Parse<Act>(act)).ShouldBe(sentence);
}
