using Infusion.Server.Identity;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class ScopeTests
{
    const string VitalSigns = "http://terminology.hl7.org/CodeSystem/observation-category|vital-signs";

    [Theory]
    [InlineData("system/Observation.rs", "system/Observation.rs", "system/Observation.rs")]
    [InlineData("system/Observation.read", "system/Observation.rs", "system/Observation.read")]
    [InlineData("system/Observation.rs", "system/Observation.read", "system/Observation.rs")]
    [InlineData("system/*.read", "system/Observation.rs", "system/Observation.read")]
    [InlineData("system/*.rs", "system/*.r system/Observation.s", "system/*.r system/Observation.s")]
    [InlineData("system/Observation.cruds", "system/*.rs", "system/Observation.rs")]
    [InlineData("system/Observation.write", "system/*.rs", "")]
    [InlineData("system/Observation.rs", "system/Patient.rs", "")]
    [InlineData("system/Observation.rs", "system/Observation.rs?category=survey", "system/Observation.rs?category=survey")]
    [InlineData("system/Observation.rs?category=survey", "system/Observation.rs", "system/Observation.rs?category=survey")]
    [InlineData("system/Observation.rs?category=survey", "system/*.rs?category=survey", "system/Observation.rs?category=survey")]
    [InlineData("system/Observation.rs?code=8867-4", "system/Observation.rs?category=survey", "system/Observation.rs?code=8867-4&category=survey")]
    [InlineData("system/*.rs", "system/Patient.rs system/Observation.rs?category=survey", "system/Patient.rs system/Observation.rs?category=survey")]
    [InlineData("system/Observation.rs system/*.rs", "system/*.rs", "system/*.rs")]
    [InlineData("system/Observation.rs system/Observation.r", "system/*.rs", "system/Observation.rs")]
    [InlineData("user/*.rs openid", "system/*.rs", "")]
    [InlineData("system/AuditEvent.rs", "system/*.rs", "")]
    [InlineData("system/*.rs", "system/AuditEvent.rs", "")]
    [InlineData("system/*.rs", "system/*.rs system/AuditEvent.rs", "system/*.rs")]
    [InlineData("system/*.rs system/AuditEvent.rs", "system/*.rs system/AuditEvent.rs", "system/*.rs system/AuditEvent.rs")]
    [InlineData("system/AuditEvent.read", "system/*.* system/AuditEvent.rs", "system/AuditEvent.read")]
    [InlineData("system/Observation.rs?date=2026", "system/*.rs", "")]
    public void What_is_granted_is_what_is_asked_for_as_far_as_what_is_registered_reaches(string asked, string registered, string granted) =>
        string.Join(' ', SmartScope.Grant(asked.Split(' '), registered.Split(' ')).Select(scope => scope.ToString()))
            .ShouldBe(granted);

    [Theory]
    [InlineData("system/Observation.rs?category=vital-signs")]
    [InlineData("system/Observation.rs?category=" + VitalSigns)]
    [InlineData("system/*.read?code=8867-4")]
    public void A_scope_narrowed_by_category_or_code_is_one(string scope) => SmartScope.TryParse(scope)!.ToString().ShouldBe(scope);

    [Theory]
    [InlineData("system/Observation.rs?")]
    [InlineData("system/Observation.rs?category=")]
    [InlineData("system/Observation.rs?category=a,b")]
    [InlineData("system/Observation.rs?category=a|b|c")]
    [InlineData("system/Observation.rs?category=a|")]
    [InlineData("system/Observation.rs?category=a&date=2026")]
    [InlineData("system/Observation.rs?patient=1")]
    [InlineData("system/Observation.rs?category:not=a")]
    [InlineData("system/Observation.rs\n")]
    public void What_narrows_by_something_that_is_not_enforced_is_no_scope(string scope) => SmartScope.TryParse(scope).ShouldBeNull();
}
