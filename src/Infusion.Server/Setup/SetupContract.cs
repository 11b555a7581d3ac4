using Infusion.Core.Clinics;
using Infusion.Core.Telemetry;

namespace Infusion.Server.Setup;

// What the set-up page and the board of a clinic that is not ready read. The TypeScript side stands in
// src/Infusion.Dashboard/src/setup/contract.ts.

/// <summary>What a clinic needs, in the order in which it is set up.</summary>
public enum SetupPart : byte { Unknown = 0, Clinic = 1, People = 2, Protocol = 3, Chairs = 4, Devices = 5, FirstSession = 6 }

/// <summary>Begun: it will do for now, and something of it is still owed.</summary>
public enum SetupStanding : byte { Unknown = 0, Missing = 1, Begun = 2, Done = 3 }

/// <param name="Lacks">Sentences; empty when it is done.</param>
/// <param name="Roles">Who may do what is lacking.</param>
/// <param name="People">Those of them who may sign in, as charts name them.</param>
public sealed record SetupStep(SetupPart Part, SetupStanding Standing, IReadOnlyList<string> Lacks, IReadOnlyList<string> Roles, IReadOnlyList<string> People);

/// <param name="MayBegin">Somebody could order an infusion, from a protocol, at a chair.</param>
/// <param name="IsComplete">Every part is done.</param>
/// <param name="MayChangeZone">No session was ever planned, and no plan is open.</param>
public sealed record SetupView(bool MayBegin, bool IsComplete, bool MayChangeZone, IReadOnlyList<SetupStep> Steps);

public sealed record DescribeClinicRequest(Guid CommandId, string? Name, string? TimeZone);

/// <param name="MaySignIn">Not so: invited, and has not come yet.</param>
sealed record SetupPerson(string DisplayName, IReadOnlyList<string> Roles, bool MaySignIn);

/// <param name="Talks">Heard within the last seconds.</param>
sealed record SetupDevice(string Device, DeviceKind Kind, string? Chair, bool Talks);

/// <summary>All that decides over how far a clinic is set up. Nothing of it is kept for the set-up.</summary>
/// <param name="Waiting">Devices that spoke and nobody has accepted.</param>
/// <param name="Planned">Sessions there ever were.</param>
/// <param name="Started">Of these, an infusion began in one.</param>
sealed record SetupFacts(
    ClinicConfiguration Clinic, IReadOnlyList<SetupPerson> People, IReadOnlyList<SetupDevice> Devices, int Waiting, bool Planned, bool Started, bool HasPlans);
