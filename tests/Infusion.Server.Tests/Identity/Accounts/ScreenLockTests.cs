using System.Net;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity.Accounts;

/// <summary>A screen that somebody has left: what the board shows goes on, and nothing is done in their name.</summary>
public sealed class ScreenLockTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    const HttpStatusCode Locked = HttpStatusCode.Locked;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_minutes_without_a_touch_lock_it_and_the_same_person_is_back_by_password()
    {
        using var nurse = (await Guest.NewAsync(app, Roles.Nurse)).Guest;
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        (await nurse.PostAsync("/api/screen/touched")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        (await IsLockedAsync(nurse)).ShouldBeFalse();
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        (await IsLockedAsync(nurse)).ShouldBeTrue("reading is no touch");
        (await nurse.StatusAsync("/api/account")).ShouldBe(Locked);
        (await nurse.PostAsync("/api/account/sign-out-everywhere")).StatusCode.ShouldBe(Locked);
        (await nurse.PostAsync("/api/screen/touched")).StatusCode.ShouldBe(Locked, "a mouse that is moved opens nothing");
        (await nurse.StatusAsync("/api/clinics/harbor-street/people")).ShouldBe(HttpStatusCode.OK, "the board names people");
        (await nurse.PostAsync("/api/screen/unlock", new { password = "not the password" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await IsLockedAsync(nurse)).ShouldBeTrue();
        (await nurse.PostAsync("/api/screen/unlock", new { password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await nurse.StatusAsync("/api/account")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Somebody_else_signs_in_over_a_locked_screen_and_the_one_before_is_out()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        var other = await app.AddPersonAsync("other.one", Roles.Physician, "harbor-street");
        (await nurse.PostAsync("/api/screen/lock")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await IsLockedAsync(nurse)).ShouldBeTrue();
        (await nurse.PostAsync("/api/sign-in", new { name = other.UserName, password = IdentityApp.Password })).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        var me = await nurse.GetAsync("/api/me");
        (me.GetProperty("name").GetString(), me.GetProperty("locked").GetBoolean()).ShouldBe((other.UserName, false));
        using var again = await Guest.ComeAsync(app, person.UserName!);
        (await again.GetAsync("/api/account")).GetProperty("signIns").GetArrayLength().ShouldBe(1, "the sign-in at the shared browser has ended");
    }

    [Fact]
    public async Task A_restart_opens_no_locked_screen_and_signs_nobody_out()
    {
        var (nurse, _) = await Guest.NewAsync(app, Roles.Nurse);
        using var __ = nurse;
        var (free, _) = await Guest.NewAsync(app, Roles.Nurse);
        using var ___ = free;
        await nurse.PostAsync("/api/screen/lock");
        var ids = new List<Guid>();
        foreach (var guest in (Guest[])[free, nurse])
        {
            await guest.PostAsync("/api/screen/unlock", new { password = IdentityApp.Password });
            ids.Add((await guest.GetAsync("/api/account")).GetProperty("signIns").EnumerateArray().Single(each => each.GetProperty("isThis").GetBoolean()).GetProperty("id").GetGuid());
        }

        await nurse.PostAsync("/api/screen/lock");
        var afterTheRestart = new SignIns(app.Services.GetRequiredService<NpgsqlDataSource>(), new IdentityClock(app.Clock), NullLogger<SignIns>.Instance);

        (await afterTheRestart.FindAsync(ids[0], Cancel)).ShouldNotBeNull().IsLocked(app.Clock.GetUtcNow()).ShouldBeFalse();
        (await afterTheRestart.FindAsync(ids[1], Cancel)).ShouldNotBeNull().IsLocked(app.Clock.GetUtcNow()).ShouldBeTrue();
        (await afterTheRestart.FindAsync(Guid.NewGuid(), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task What_another_server_has_ended_ends_here_and_its_live_connections_close()
    {
        var (nurse, person) = await Guest.NewAsync(app, Roles.Nurse);
        using var _ = nurse;
        var here = app.Services.GetRequiredService<SignIns>();
        var id = (await nurse.GetAsync("/api/account")).GetProperty("signIns")[0].GetProperty("id").GetGuid();
        var closed = false;
        (await here.FindAsync(id, Cancel))!.Connect("one", () => closed = true);
        await here.KeepAsync(Cancel);
        closed.ShouldBeFalse();

        await new SignIns(app.Services.GetRequiredService<NpgsqlDataSource>(), new IdentityClock(app.Clock), NullLogger<SignIns>.Instance).EndAllAsync(person.Id, Cancel);
        await here.KeepAsync(Cancel);

        closed.ShouldBeTrue();
        (await nurse.StatusAsync("/api/me")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_clinic_says_after_how_long_and_of_several_the_shortest_counts()
    {
        using var manager = (await Guest.NewAsync(app, Roles.Manager, "slow", "quick")).Guest;
        (await manager.GetAsync("/api/clinics/slow/idle-lock")).GetProperty("minutes").GetInt32().ShouldBe(5);
        (await manager.PutAsync("/api/clinics/slow/idle-lock", new { minutes = 20 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await manager.PutAsync("/api/clinics/quick/idle-lock", new { minutes = 2 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        foreach (var minutes in (int?[])[0, 61, null])
        {
            (await manager.PutAsync("/api/clinics/slow/idle-lock", new { minutes })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        using var slow = (await Guest.NewAsync(app, Roles.Nurse, "slow")).Guest;
        using var both = (await Guest.NewAsync(app, Roles.Nurse, "slow", "quick")).Guest;
        (await slow.GetAsync("/api/me")).GetProperty("idleMinutes").GetInt32().ShouldBe(20);
        (await both.GetAsync("/api/me")).GetProperty("idleMinutes").GetInt32().ShouldBe(2);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        ((await IsLockedAsync(slow)), (await IsLockedAsync(both))).ShouldBe((false, true));
    }

    static async Task<bool> IsLockedAsync(Guest guest) => (await guest.GetAsync("/api/me")).GetProperty("locked").GetBoolean();
}
