using Infusion.Core.Alarms;
using Infusion.Core.Sessions;

namespace Infusion.Core.Clinics;

/// <summary>How chairs come, change their names and go. A chair at which somebody sits keeps its name and stays.</summary>
public static class ChairSetup
{
    const int LongestCode = 4;
    const int LongestRoom = 40;
    const int MostChairs = 200;

    public static Decision Decide(ClinicState state, ChairSetupCommand command, DateTimeOffset now) => command switch
    {
        AddChair add => Add(state, add, now),
        RenameChair rename => Rename(state, rename, now),
        RetireChair retire => Unknown(state, retire.Chair) ?? Occupied(state, retire.Chair, "retire it")
            ?? Session.Accept(new ChairRetired(now, retire.Chair, retire.By)),
        RenameRoom room => Room(state, room, now),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "no such command"),
    };

    /// <summary>The clinic as it is after what was accepted.</summary>
    internal static ClinicConfiguration After(ClinicConfiguration clinic, ChairSetupEvent happened) => happened switch
    {
        ChairAdded added => clinic with { Chairs = clinic.Chairs.Add(new Chair(added.Chair, added.Room)) },
        ChairRenamed renamed => clinic with
        {
            Chairs = [.. clinic.Chairs.Select(chair => chair.Code == renamed.Chair ? new Chair(renamed.To, renamed.Room) : chair)],
            Devices = [.. clinic.Devices.Select(device => device.HomeChair == renamed.Chair ? device with { HomeChair = renamed.To } : device)],
        },
        ChairRetired retired => clinic with
        {
            Chairs = [.. clinic.Chairs.Where(chair => chair.Code != retired.Chair)],
            Devices = [.. clinic.Devices.Select(device => device.HomeChair == retired.Chair ? device with { HomeChair = null } : device)],
        },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
    };

    static Decision Add(ClinicState state, AddChair add, DateTimeOffset now)
    {
        if (state.Configuration.Chairs.Length >= MostChairs)
        {
            return Session.Reject("chairs-many", $"A clinic has at most {MostChairs} chairs: retire one first.");
        }

        return Named(add.Chair, add.Room) ?? Taken(state, add.Chair) ?? Session.Accept(new ChairAdded(now, add.Chair, add.By, add.Room.Trim()));
    }

    static Decision Rename(ClinicState state, RenameChair rename, DateTimeOffset now)
    {
        var isOther = rename.To != rename.Chair;
        return Unknown(state, rename.Chair) ?? Named(rename.To, rename.Room)
            ?? (isOther ? Taken(state, rename.To) ?? Occupied(state, rename.Chair, "rename it") : null)
            ?? Session.Accept(new ChairRenamed(now, rename.Chair, rename.By, rename.To, rename.Room.Trim()));
    }

    static Decision Room(ClinicState state, RenameRoom rename, DateTimeOffset now)
    {
        var chairs = state.Configuration.Chairs.Where(chair => chair.Room == rename.Room).ToList();
        if (chairs.Count == 0)
        {
            return Session.Reject("room-unknown", $"There is no room \"{rename.Room}\" in this clinic.");
        }

        return Named(chairs[0].Code, rename.To)
            ?? Session.Accept([.. chairs.Select(chair => new ChairRenamed(now, chair.Code, rename.By, chair.Code, rename.To.Trim()))]);
    }

    static Decision? Unknown(ClinicState state, string chair) => state.Configuration.Chairs.Any(each => each.Code == chair)
        ? null
        : Session.Reject("chair-unknown", $"There is no chair {chair} in this clinic.");

    static Decision? Taken(ClinicState state, string chair) => state.Configuration.Chairs.FirstOrDefault(each => each.Code == chair) is { } other
        ? Session.Reject("chair-taken", $"There is a chair {chair} already, in {other.Room}: choose another name.")
        : null;

    static Decision? Occupied(ClinicState state, string chair, string what) => state.SessionAt(chair) is null
        ? null
        : Session.Reject("chair-occupied", $"Chair {chair} has an open session: close it first, then {what}.");

    /// <summary>A chair's name stands in the narrowest place of the board.</summary>
    static Decision? Named(string? chair, string? room)
    {
        if (string.IsNullOrEmpty(chair) || chair.Length > LongestCode || chair.Any(letter => !char.IsLetterOrDigit(letter) && letter != '-'))
        {
            return Session.Reject("chair-name", $"A chair's name has 1 to {LongestCode} letters, digits or hyphens, such as A1.");
        }

        return string.IsNullOrWhiteSpace(room) || room.Trim().Length > LongestRoom || room.Any(char.IsControl)
            ? Session.Reject("room-name", $"A room's name has 1 to {LongestRoom} characters, such as Room A.")
            : null;
    }
}
